<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AdviceCard</name>
    <message>
        <source>in {share:.0f} % of the cases</source>
        <translation>占情形的 {share:.0f} %</translation>
    </message>
    <message>
        <source>{share:.0f} % sure</source>
        <translation>把握 {share:.0f} %</translation>
    </message>
    <message>
        <source>best way out: margin {margin}</source>
        <translation>最佳通道：余量{margin}</translation>
    </message>
    <message>
        <source>{count} not known · show them  E</source>
        <translation>{count}项未知 · 显示  E</translation>
    </message>
    <message>
        <source>Not known: {list}</source>
        <translation>未知：{list}</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>{count} more · show them  E</source>
        <translation>还有{count}条 · 显示  E</translation>
    </message>
    <message>
        <source>a person decides</source>
        <translation>由人决定</translation>
    </message>
    <message>
        <source>No advice without a forecast</source>
        <translation>没有预测，就没有建议</translation>
    </message>
    <message>
        <source>■ for   □ against</source>
        <translation>■ 支持   □ 不支持</translation>
    </message>
    <message>
        <source>■ forbids fighting it   □ allows it</source>
        <translation>■ 不许扑救   □ 不妨碍</translation>
    </message>
</context>
<context>
    <name>AlarmTable</name>
    <message>
        <source>No alarms. Every kitchen is calm.</source>
        <translation>没有报警，所有厨房平静。</translation>
    </message>
</context>
<context>
    <name>Branches</name>
    <message>
        <source>What changes  M</source>
        <translation>变化  M</translation>
    </message>
    <message>
        <source>Forecast  V</source>
        <translation>预测  V</translation>
    </message>
</context>
<context>
    <name>Commander</name>
    <message>
        <source>Forecast  F9</source>
        <translation>预测  F9</translation>
    </message>
    <message>
        <source>3D results  F10</source>
        <translation>三维结果  F10</translation>
    </message>
    <message>
        <source>Report  F12</source>
        <translation>报告  F12</translation>
    </message>
    <message>
        <source>Site  S</source>
        <translation>站点  S</translation>
    </message>
    <message>
        <source>no hub: results only</source>
        <translation>未连中心：仅看结果</translation>
    </message>
    <message>
        <source>forecast {age}</source>
        <translation>预测 {age}</translation>
    </message>
    <message>
        <source>simulated plant</source>
        <translation>模拟厨房</translation>
    </message>
    <message>
        <source>No incident is open</source>
        <translation>没有未关闭的事件</translation>
    </message>
    <message>
        <source>Not connected to a hub</source>
        <translation>未连接到中心</translation>
    </message>
    <message>
        <source>Handed over; it stands in the journal</source>
        <translation>已下达，并记入日志</translation>
    </message>
    <message>
        <source>Emberwall commander</source>
        <translation>Emberwall 指挥</translation>
    </message>
    <message>
        <source>Choose a site</source>
        <translation>选择站点</translation>
    </message>
</context>
<context>
    <name>CommanderHelp</name>
    <message>
        <source>now, 1, 2, 5, 10 minutes ahead</source>
        <translation>现在、1、2、5、10 分钟后</translation>
    </message>
    <message>
        <source>10 s back or ahead (in a scene: turn it); Page keys: next mark</source>
        <translation>后退或前进 10 秒（场景中：旋转）；翻页键：下一刻度</translation>
    </message>
    <message>
        <source>levers: gas, hood, damper, suppression, doors</source>
        <translation>措施：燃气、排烟风机、防火阀、灭火装置、门</translation>
    </message>
    <message>
        <source>larger or smaller fire</source>
        <translation>火更大或更小</translation>
    </message>
    <message>
        <source>branch 10 s earlier or later</source>
        <translation>推演起点提前或推后 10 秒</translation>
    </message>
    <message>
        <source>next what-if beside the forecast</source>
        <translation>与预测并列的下一个推演</translation>
    </message>
    <message>
        <source>what the what-if changes, on the floor</source>
        <translation>推演带来的变化（地面分布）</translation>
    </message>
    <message>
        <source>compute the what-if; call it off, clear the levers</source>
        <translation>计算推演；取消计算，清除措施</translation>
    </message>
    <message>
        <source>curves of the next room; every reason of the advice</source>
        <translation>下一个房间的曲线；建议的全部理由</translation>
    </message>
    <message>
        <source>order: evacuate, extinguish, contain</source>
        <translation>命令：疏散、扑救、控制</translation>
    </message>
    <message>
        <source>order to a named door, hood or valve: back, next, choose</source>
        <translation>对某扇门、烟罩或阀门的命令：上一个、下一个、选择</translation>
    </message>
    <message>
        <source>hand the chosen order over; Esc lets it go, leaves the scene</source>
        <translation>下达所选命令；Esc 放弃，离开场景</translation>
    </message>
    <message>
        <source>choose a site; next incident</source>
        <translation>选择站点；下一个事件</translation>
    </message>
    <message>
        <source>forecast, 3D results, report</source>
        <translation>预测、三维结果、报告</translation>
    </message>
    <message>
        <source>results: open, run a model, next quantity</source>
        <translation>结果：打开、运行模型、下一个量</translation>
    </message>
    <message>
        <source>results: slice, smoke; Page keys: height</source>
        <translation>结果：切面、烟气；翻页键：高度</translation>
    </message>
    <message>
        <source>report: save as PDF</source>
        <translation>报告：存为 PDF</translation>
    </message>
    <message>
        <source>language, theme, full screen</source>
        <translation>语言、主题、全屏</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>已复位</translation>
    </message>
    <message>
        <source>Taken off the shelf</source>
        <translation>已取消搁置</translation>
    </message>
    <message>
        <source>A P0 alarm is never shelved: acknowledge it</source>
        <translation>P0 报警不能搁置，请确认</translation>
    </message>
    <message>
        <source>Shelve</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Shelved</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Close incident</source>
        <translation>关闭事件</translation>
    </message>
    <message>
        <source>Incident closed</source>
        <translation>事件已关闭</translation>
    </message>
    <message>
        <source>Scenarios are played only in a demo</source>
        <translation>只有演示系统可以播放场景</translation>
    </message>
    <message>
        <source>Back to normal</source>
        <translation>恢复正常</translation>
    </message>
    <message>
        <source>{scenario} plays at {site}</source>
        <translation>{scenario} 正在 {site} 播放</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Why? It goes into the journal.</source>
        <translation>原因将写入日志</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>For</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Play a scenario (simulated plant)</source>
        <translation>播放场景（模拟厨房）</translation>
    </message>
    <message>
        <source>Find a scenario</source>
        <translation>查找场景</translation>
    </message>
    <message>
        <source>Find a kitchen</source>
        <translation>查找厨房</translation>
    </message>
    <message>
        <source>Bring the kitchen back to normal</source>
        <translation>让该厨房恢复正常</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>Difference</name>
    <message>
        <source>as it is</source>
        <translation>现状</translation>
    </message>
    <message>
        <source>what if</source>
        <translation>推演</translation>
    </message>
    <message>
        <source>safe</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>no longer safe</source>
        <translation>不再安全</translation>
    </message>
    <message>
        <source>safe now</source>
        <translation>变为安全</translation>
    </message>
    <message>
        <source>no more</source>
        <translation>不再出现</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新出现</translation>
    </message>
</context>
<context>
    <name>EdgeSays</name>
    <message>
        <source>the edge foresees: fire {fire} kW, layer {layer} °C in {minutes} min, {end}</source>
        <translation>边缘主机预测：火源 {fire} kW，{minutes} 分钟后上层烟气 {layer} °C，{end}</translation>
    </message>
    <message>
        <source>Until then {edge}</source>
        <translation>在此之前，{edge}</translation>
    </message>
    <message>
        <source>the room stays tenable</source>
        <translation>房间内人员可耐受</translation>
    </message>
    <message>
        <source>untenable from {seconds} s on in {share} % of its fires</source>
        <translation>其 {share} % 的火情自 {seconds} 秒起达到耐受极限</translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>尚无事件。</translation>
    </message>
</context>
<context>
    <name>ExitsCard</name>
    <message>
        <source>Ways out</source>
        <translation>疏散出口</translation>
    </message>
    <message>
        <source>bars 0 to {minutes:g} min</source>
        <translation>横条 0 至 {minutes:g} 分钟</translation>
    </message>
    <message>
        <source>margin · bars 0 to {minutes:g} min</source>
        <translation>余量 · 横条 0 至 {minutes:g} 分钟</translation>
    </message>
    <message>
        <source>No forecast of ways out</source>
        <translation>没有出口的预测</translation>
    </message>
    <message>
        <source>stays safe</source>
        <translation>保持安全</translation>
    </message>
    <message>
        <source>explosive gas</source>
        <translation>燃气有爆炸危险</translation>
    </message>
    <message>
        <source>gas in the air</source>
        <translation>空气中有燃气</translation>
    </message>
    <message>
        <source>margin {margin}</source>
        <translation>余量 {margin}</translation>
    </message>
    <message>
        <source>1 person</source>
        <translation>1 人</translation>
    </message>
    <message>
        <source>{count} people</source>
        <translation>{count} 人</translation>
    </message>
</context>
<context>
    <name>FloorPlan</name>
    <message>
        <source>Urgency from alarms and deviations, 0 to 1</source>
        <translation>紧急程度（报警与偏差），0 到 1</translation>
    </message>
</context>
<context>
    <name>Forecast</name>
    <message>
        <source>Evacuate</source>
        <translation>疏散</translation>
    </message>
    <message>
        <source>Extinguish</source>
        <translation>扑救</translation>
    </message>
    <message>
        <source>Contain</source>
        <translation>控制</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Cut gas</source>
        <translation>切断燃气</translation>
    </message>
    <message>
        <source>Stop hood</source>
        <translation>停排烟风机</translation>
    </message>
    <message>
        <source>Start hood</source>
        <translation>开排烟风机</translation>
    </message>
    <message>
        <source>Open door</source>
        <translation>开门</translation>
    </message>
    <message>
        <source>Close door</source>
        <translation>关门</translation>
    </message>
    <message>
        <source>Discharge agent</source>
        <translation>喷放灭火剂</translation>
    </message>
    <message>
        <source>Fire size</source>
        <translation>火势</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>切断</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>discharge</source>
        <translation>喷放</translation>
    </message>
    <message>
        <source>Gas</source>
        <translation>燃气</translation>
    </message>
    <message>
        <source>Duct damper</source>
        <translation>排烟管防火阀</translation>
    </message>
    <message>
        <source>Hood fan</source>
        <translation>排烟风机</translation>
    </message>
    <message>
        <source>Suppression</source>
        <translation>灭火装置</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>门</translation>
    </message>
    <message>
        <source>Upper layer</source>
        <translation>上层烟气</translation>
    </message>
    <message>
        <source>Layer height</source>
        <translation>烟层高度</translation>
    </message>
    <message>
        <source>Visibility</source>
        <translation>能见度</translation>
    </message>
    <message>
        <source>CO at head height</source>
        <translation>头部高度 CO</translation>
    </message>
    <message>
        <source>Heat release</source>
        <translation>热释放速率</translation>
    </message>
    <message>
        <source>Peak temperature</source>
        <translation>最高温度</translation>
    </message>
    <message>
        <source>Untenable after</source>
        <translation>达到耐受极限于</translation>
    </message>
    <message>
        <source>60 °C after</source>
        <translation>达到 60 °C 于</translation>
    </message>
    <message>
        <source>Flashover after</source>
        <translation>轰燃于</translation>
    </message>
    <message>
        <source>Least margin</source>
        <translation>最小余量</translation>
    </message>
    <message>
        <source>25 %LEL after</source>
        <translation>达到 25 %LEL 于</translation>
    </message>
    <message>
        <source>50 %LEL after</source>
        <translation>达到 50 %LEL 于</translation>
    </message>
    <message>
        <source>100 %LEL after</source>
        <translation>达到 100 %LEL 于</translation>
    </message>
    <message>
        <source>Most gas</source>
        <translation>最高燃气浓度</translation>
    </message>
    <message>
        <source>Below 10 %LEL after</source>
        <translation>低于 10 %LEL 于</translation>
    </message>
    <message>
        <source>zone model</source>
        <translation>区域模型</translation>
    </message>
    <message>
        <source>field model</source>
        <translation>场模型</translation>
    </message>
    <message>
        <source>OpenFOAM</source>
        <translation>OpenFOAM 模型</translation>
    </message>
    <message>
        <source>surrogate model</source>
        <translation>代理模型</translation>
    </message>
    <message>
        <source>Close damper</source>
        <translation>关闭防火阀</translation>
    </message>
    <message>
        <source>first forecast: {verdict}</source>
        <translation>首份预测：{verdict}</translation>
    </message>
    <message>
        <source>advice: {before} → {after}</source>
        <translation>建议：{before} → {after}</translation>
    </message>
    <message>
        <source>first outlook, by the edge</source>
        <translation>首份预测（边缘端）</translation>
    </message>
    <message>
        <source>nothing is done</source>
        <translation>不采取措施</translation>
    </message>
    <message>
        <source>{model}, {count} cases</source>
        <translation>{model}，{count} 种情形</translation>
    </message>
    <message>
        <source>past error: not yet known</source>
        <translation>以往误差：尚不清楚</translation>
    </message>
    <message>
        <source>past error: {list}</source>
        <translation>以往误差：{list}</translation>
    </message>
    <message>
        <source>{age} old</source>
        <translation>{age} 前</translation>
    </message>
    <message>
        <source>This hub makes no forecasts</source>
        <translation>本中心不做预测</translation>
    </message>
    <message>
        <source>Switch them on in the hub&apos;s settings.</source>
        <translation>请在中心的设置中启用。</translation>
    </message>
    <message>
        <source>Nothing burns here</source>
        <translation>此处没有火情</translation>
    </message>
    <message>
        <source>A forecast begins by itself with a fire alarm.</source>
        <translation>出现火警时，预测自动开始。</translation>
    </message>
    <message>
        <source>The first forecast is being made</source>
        <translation>正在计算第一份预测</translation>
    </message>
    <message>
        <source>It needs a few seconds.</source>
        <translation>需要几秒钟。</translation>
    </message>
    <message>
        <source>The forecast failed</source>
        <translation>预测失败</translation>
    </message>
    <message>
        <source>Look at the hub&apos;s log.</source>
        <translation>请查看中心的日志。</translation>
    </message>
    <message>
        <source>The forecast is late</source>
        <translation>预测未按时更新</translation>
    </message>
    <message>
        <source>What is shown is as old as it says.</source>
        <translation>所示内容的时间见标注。</translation>
    </message>
    <message>
        <source>Out by (RSET)</source>
        <translation>必需时间 RSET</translation>
    </message>
    <message>
        <source>No smoke until</source>
        <translation>无烟可至</translation>
    </message>
    <message>
        <source>Safe until (ASET)</source>
        <translation>可用时间 ASET</translation>
    </message>
    <message>
        <source>Forecast · if nothing is done</source>
        <translation>预测 · 若不采取措施</translation>
    </message>
    <message>
        <source>No advice</source>
        <translation>没有建议</translation>
    </message>
    <message>
        <source>Advice: {verdict}</source>
        <translation>建议：{verdict}</translation>
    </message>
    <message>
        <source>What changes: what if less forecast</source>
        <translation>变化：推演减预测</translation>
    </message>
    <message>
        <source>No map to compare</source>
        <translation>没有可比较的分布图</translation>
    </message>
    <message>
        <source>No map to compare before {ahead}</source>
        <translation>{ahead} 之前没有可比较的分布图</translation>
    </message>
    <message>
        <source>Forecast {ahead}</source>
        <translation>预测 {ahead}</translation>
    </message>
    <message>
        <source>What if: {pulls}</source>
        <translation>推演：{pulls}</translation>
    </message>
    <message>
        <source>conditional: if nothing is done</source>
        <translation>有条件：若不采取措施</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>模拟</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>choose an alarm</source>
        <translation>选择报警</translation>
    </message>
    <message>
        <source>go to its kitchen; once more: all its points</source>
        <translation>进入该厨房；再按一次：全部测点</translation>
    </message>
    <message>
        <source>one step back</source>
        <translation>返回上一级</translation>
    </message>
    <message>
        <source>all kitchens</source>
        <translation>全部厨房</translation>
    </message>
    <message>
        <source>the alarm that came first</source>
        <translation>首发报警</translation>
    </message>
    <message>
        <source>acknowledge the chosen alarm</source>
        <translation>确认所选报警</translation>
    </message>
    <message>
        <source>acknowledge all alarms of the incident in sight</source>
        <translation>确认当前事件的全部报警</translation>
    </message>
    <message>
        <source>shelve it, or take it off the shelf</source>
        <translation>搁置，或取消搁置</translation>
    </message>
    <message>
        <source>reset a latched alarm</source>
        <translation>复位锁存报警</translation>
    </message>
    <message>
        <source>close the incident</source>
        <translation>关闭事件</translation>
    </message>
    <message>
        <source>previous or next kitchen with alarms</source>
        <translation>上一个或下一个有报警的厨房</translation>
    </message>
    <message>
        <source>time ahead of the forecast in the scene</source>
        <translation>场景中预测的提前时间</translation>
    </message>
    <message>
        <source>play a scenario (demo)</source>
        <translation>播放场景（演示）</translation>
    </message>
    <message>
        <source>language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>theme: night, dusk, day</source>
        <translation>主题：夜间、黄昏、白天</translation>
    </message>
    <message>
        <source>full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>these keys</source>
        <translation>显示按键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>HubSays</name>
    <message>
        <source>the model is being loaded</source>
        <translation>模型正在加载</translation>
    </message>
    <message>
        <source>the computation takes longer</source>
        <translation>计算耗时较长</translation>
    </message>
    <message>
        <source>{fires} fires share {workers} workers, each about every {seconds} s</source>
        <translation>{fires} 处火情共用 {workers} 个计算进程，每处约 {seconds} s 一次</translation>
    </message>
    <message>
        <source>there is no fire model of such a site</source>
        <translation>没有此类站点的火灾模型</translation>
    </message>
    <message>
        <source>forecasts are switched off</source>
        <translation>预测已关闭</translation>
    </message>
    <message>
        <source>Set forecast.enabled in the hub&apos;s settings</source>
        <translation>在中心的设置中启用 forecast.enabled</translation>
    </message>
    <message>
        <source>It is started again by itself; see the hub&apos;s log</source>
        <translation>它会自动重新启动；见中心日志</translation>
    </message>
    <message>
        <source>it died</source>
        <translation>进程已终止</translation>
    </message>
    <message>
        <source>no answer within {seconds} s, it was stopped</source>
        <translation>{seconds} s 内无应答，已停止</translation>
    </message>
    <message>
        <source>it cannot be started ({why})</source>
        <translation>无法启动（{why}）</translation>
    </message>
    <message>
        <source>the model failed ({why})</source>
        <translation>模型出错（{why}）</translation>
    </message>
    <message>
        <source>it did not say that it is ready</source>
        <translation>进程未报告就绪</translation>
    </message>
    <message>
        <source>what was known of it had to be dropped</source>
        <translation>已有的推断只能丢弃</translation>
    </message>
    <message>
        <source>It is worked out anew</source>
        <translation>正在重新推算</translation>
    </message>
    <message>
        <source>no lever is pulled</source>
        <translation>尚未选择措施</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>请选择一项</translation>
    </message>
    <message>
        <source>there is no forecast to compare with</source>
        <translation>没有可供比较的预测</translation>
    </message>
    <message>
        <source>Wait for the first forecast of an open incident</source>
        <translation>请等待未关闭事件的首份预测</translation>
    </message>
    <message>
        <source>that instant is not in the samples kept for this fire</source>
        <translation>该时刻不在本次火情保存的数据内</translation>
    </message>
    <message>
        <source>Choose one of the last {minutes} min</source>
        <translation>请在最近 {minutes} 分钟内选择</translation>
    </message>
    <message>
        <source>{person} has an order selected here</source>
        <translation>{person} 已在此选择了一条命令</translation>
    </message>
    <message>
        <source>Speak to {person}, or wait {seconds} s</source>
        <translation>请与 {person} 沟通，或等待 {seconds} s</translation>
    </message>
    <message>
        <source>this order is not the one selected</source>
        <translation>该命令不是所选的命令</translation>
    </message>
    <message>
        <source>Select it, then confirm within 30 s</source>
        <translation>请先选择，再于 30 s 内确认</translation>
    </message>
    <message>
        <source>there is no such open incident</source>
        <translation>没有这一未关闭的事件</translation>
    </message>
    <message>
        <source>no such open incident</source>
        <translation>没有这一未关闭的事件</translation>
    </message>
    <message>
        <source>It may be closed already</source>
        <translation>可能已经关闭</translation>
    </message>
    <message>
        <source>nobody has acknowledged an alarm of it</source>
        <translation>其报警尚无人确认</translation>
    </message>
    <message>
        <source>Acknowledge its alarms first</source>
        <translation>请先确认其报警</translation>
    </message>
</context>
<context>
    <name>IncidentPanel</name>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>始于 {time}</translation>
    </message>
    <message>
        <source>First out  F</source>
        <translation>首发报警  F</translation>
    </message>
    <message>
        <source>No incident at this site</source>
        <translation>该厨房没有事件</translation>
    </message>
    <message>
        <source>Enter shows every point of it.</source>
        <translation>按 Enter 查看全部测点。</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另有 {count} 项</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>处置清单</translation>
    </message>
    <message>
        <source>Alarms at this site</source>
        <translation>本站报警</translation>
    </message>
    <message>
        <source>Sequence of alarms</source>
        <translation>报警次序</translation>
    </message>
    <message>
        <source>Acknowledge  A</source>
        <translation>确认  A</translation>
    </message>
    <message>
        <source>Shelve  S</source>
        <translation>搁置  S</translation>
    </message>
    <message>
        <source>Reset latched  R</source>
        <translation>复位锁存  R</translation>
    </message>
    <message>
        <source>Close incident  C</source>
        <translation>关闭事件  C</translation>
    </message>
</context>
<context>
    <name>Kitchen</name>
    <message>
        <source>… with the fan stopped</source>
        <translation>……若停风机</translation>
    </message>
    <message>
        <source>… with the damper shut</source>
        <translation>……若关防火阀</translation>
    </message>
    <message>
        <source>Valve shut: below 10 %LEL</source>
        <translation>关阀：低于 10 %LEL</translation>
    </message>
    <message>
        <source>Vented: below 10 %LEL</source>
        <translation>通风：低于 10 %LEL</translation>
    </message>
    <message>
        <source>Shut and vented: below 10 %LEL</source>
        <translation>关阀并通风：低于 10 %LEL</translation>
    </message>
    <message>
        <source>Gas as it is</source>
        <translation>燃气，现状</translation>
    </message>
    <message>
        <source>Gas, valve shut</source>
        <translation>燃气，关阀</translation>
    </message>
    <message>
        <source>Gas, vented</source>
        <translation>燃气，通风</translation>
    </message>
    <message>
        <source>Gas, shut and vented</source>
        <translation>燃气，关阀并通风</translation>
    </message>
    <message>
        <source>under the ceiling</source>
        <translation>顶棚下</translation>
    </message>
    <message>
        <source>over the floor</source>
        <translation>地面</translation>
    </message>
    <message>
        <source>Oil autoignites ({asset})</source>
        <translation>油自燃（{asset}）</translation>
    </message>
    <message>
        <source>Oil burns again ({asset})</source>
        <translation>油复燃（{asset}）</translation>
    </message>
    <message>
        <source>Re-ignition possible ({asset})</source>
        <translation>仍可能复燃（{asset}）</translation>
    </message>
    <message>
        <source>Link opens (over {asset})</source>
        <translation>易熔片动作（{asset}上方）</translation>
    </message>
    <message>
        <source>Duct fire reaches {place}</source>
        <translation>烟道火到达{place}</translation>
    </message>
    <message>
        <source>{room}, {layer}</source>
        <translation>{room}{layer}</translation>
    </message>
    <message>
        <source>Corrected by the {solver} run {run} (distance {distance})</source>
        <translation>已按 {solver} 算例 {run} 修正（距离 {distance}）</translation>
    </message>
    <message>
        <source>{level} %LEL in {room}</source>
        <translation>{room}达 {level} %LEL</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>for {span}</source>
        <translation>持续 {span}</translation>
    </message>
    <message>
        <source>in {span}</source>
        <translation>再过 {span}</translation>
    </message>
    <message>
        <source>the roof</source>
        <translation>屋面</translation>
    </message>
    <message>
        <source>the ceiling of {room}</source>
        <translation>{room}顶棚</translation>
    </message>
</context>
<context>
    <name>KpiBar</name>
    <message>
        <source>kitchens</source>
        <translation>厨房</translation>
    </message>
    <message>
        <source>sites</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>unacknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>alarms / 10 min</source>
        <translation>报警 / 10 分钟</translation>
    </message>
    <message>
        <source>live points</source>
        <translation>在线测点</translation>
    </message>
    <message>
        <source>bad points</source>
        <translation>坏值测点</translation>
    </message>
    <message>
        <source>source to wall p99</source>
        <translation>现场到大屏 p99</translation>
    </message>
    <message>
        <source>simulated plant</source>
        <translation>模拟厨房</translation>
    </message>
</context>
<context>
    <name>Levers</name>
    <message>
        <source>now: {state}</source>
        <translation>现为：{state}</translation>
    </message>
    <message>
        <source>as is</source>
        <translation>现状</translation>
    </message>
    <message>
        <source>Fire size against what is seen  + −</source>
        <translation>火势与所见之比  + −</translation>
    </message>
    <message>
        <source>Branch from  , .</source>
        <translation>推演起点  , .</translation>
    </message>
    <message>
        <source>Compute  W</source>
        <translation>计算  W</translation>
    </message>
    <message>
        <source>Clear  X</source>
        <translation>清除  X</translation>
    </message>
    <message>
        <source>Cancel  X</source>
        <translation>取消  X</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>LinksPanel</name>
    <message>
        <source>links connected</source>
        <translation>链路在线</translation>
    </message>
    <message>
        <source>waiting at edges</source>
        <translation>边缘待传</translation>
    </message>
    <message>
        <source>rejected inputs</source>
        <translation>拒绝的输入</translation>
    </message>
</context>
<context>
    <name>NationPage</name>
    <message>
        <source>P plays a scenario at a kitchen. ? shows all keys.</source>
        <translation>按 P 在一家厨房演练场景，按 ? 查看全部按键。</translation>
    </message>
    <message>
        <source>? shows all keys.</source>
        <translation>按 ? 查看全部按键。</translation>
    </message>
    <message>
        <source>All kitchens</source>
        <translation>全国厨房</translation>
    </message>
    <message>
        <source>height = severity · colour = worst priority · Enter = open</source>
        <translation>高度 = 严重程度 · 颜色 = 最高优先级 · Enter = 进入</translation>
    </message>
    <message>
        <source>Last events</source>
        <translation>最近事件</translation>
    </message>
    <message>
        <source>Edge links</source>
        <translation>边缘链路</translation>
    </message>
    <message>
        <source>lag to the hub</source>
        <translation>到中心的延迟</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>报警</translation>
    </message>
    <message>
        <source>{count} active</source>
        <translation>{count} 条有效</translation>
    </message>
    <message>
        <source>{count} shelved</source>
        <translation>{count} 条搁置</translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message>
        <source>Hand over  Enter</source>
        <translation>下达  Enter</translation>
    </message>
    <message>
        <source>Cancel  Esc</source>
        <translation>取消  Esc</translation>
    </message>
    <message>
        <source>Orders to people</source>
        <translation>对人员的命令</translation>
    </message>
    <message>
        <source>in two steps</source>
        <translation>分两步</translation>
    </message>
    <message>
        <source>Step 2 of 2: hand over “{order}” within {left:.0f} s</source>
        <translation>第 2 步（共 2 步）：{left:.0f} 秒内下达“{order}”</translation>
    </message>
    <message>
        <source>The hub is asked …</source>
        <translation>正在询问中心…</translation>
    </message>
    <message>
        <source>No incident here: nothing to order</source>
        <translation>此处没有事件，无需下令</translation>
    </message>
    <message>
        <source>Step 1 of 2: choose. No device moves by itself.</source>
        <translation>第 1 步（共 2 步）：选择。设备不会自行动作。</translation>
    </message>
    <message>
        <source>No order handed over yet</source>
        <translation>尚未下达命令</translation>
    </message>
</context>
<context>
    <name>PartsCard</name>
    <message>
        <source>Oil, links, duct, gas</source>
        <translation>油、易熔片、烟道、燃气</translation>
    </message>
    <message>
        <source>90 % band</source>
        <translation>90 % 区间</translation>
    </message>
</context>
<context>
    <name>PointList</name>
    <message>
        <source>This site has no points.</source>
        <translation>该站点没有测点。</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Most gas, till below 10 %LEL</source>
        <translation>燃气最高值（至低于10 %LEL）</translation>
    </message>
    <message>
        <source>Until 25 %LEL, walk done</source>
        <translation>走出后距25 %LEL还剩</translation>
    </message>
    <message>
        <source>Best way out, walk done</source>
        <translation>走出后最佳通道还可用</translation>
    </message>
    <message>
        <source>The duct burns</source>
        <translation>排烟管道起火</translation>
    </message>
    <message>
        <source>Cylinders get hot</source>
        <translation>气瓶受热</translation>
    </message>
    <message>
        <source>Burning area</source>
        <translation>燃烧面积</translation>
    </message>
    <message>
        <source>Part of the fire is hidden</source>
        <translation>部分火势被遮挡</translation>
    </message>
    <message>
        <source>The fire can be reached standing</source>
        <translation>站立可触及火点</translation>
    </message>
    <message>
        <source>Heat felt at 3 m</source>
        <translation>3 m 处的热辐射</translation>
    </message>
    <message>
        <source>Smoke reaches head height in</source>
        <translation>烟气降至头部高度的时间</translation>
    </message>
    <message>
        <source>Failed attempts</source>
        <translation>失败的扑救次数</translation>
    </message>
    <message>
        <source>Fought without control for</source>
        <translation>扑救未能控制的时间</translation>
    </message>
    <message>
        <source>Carbon monoxide</source>
        <translation>一氧化碳</translation>
    </message>
    <message>
        <source>The fire is confirmed</source>
        <translation>火情已确认</translation>
    </message>
    <message>
        <source>Way out behind the fighters</source>
        <translation>灭火者身后通道还可用</translation>
    </message>
    <message>
        <source>Somebody is there already</source>
        <translation>现场已有人</translation>
    </message>
    <message>
        <source>Only the first item burns</source>
        <translation>仅起火物在燃烧</translation>
    </message>
    <message>
        <source>Smoke layer</source>
        <translation>烟层高度</translation>
    </message>
    <message>
        <source>Upper layer</source>
        <translation>上层烟气温度</translation>
    </message>
    <message>
        <source>At head height</source>
        <translation>头部高度温度</translation>
    </message>
    <message>
        <source>Flame height</source>
        <translation>火焰高度</translation>
    </message>
    <message>
        <source>Vessels of burning oil</source>
        <translation>着火油锅数</translation>
    </message>
    <message>
        <source>Burning oil surface</source>
        <translation>着火油面</translation>
    </message>
    <message>
        <source>A trained person is there</source>
        <translation>有受训人员在场</translation>
    </message>
    <message>
        <source>The right extinguisher is there</source>
        <translation>有合适的灭火器</translation>
    </message>
    <message>
        <source>119 and colleagues are told</source>
        <translation>已告知 119 和同事</translation>
    </message>
    <message>
        <source>Gas in the air</source>
        <translation>空气中的燃气浓度</translation>
    </message>
    <message>
        <source>Gas feeds the flame</source>
        <translation>火焰由燃气供给</translation>
    </message>
    <message>
        <source>Something burns</source>
        <translation>有物品在燃烧</translation>
    </message>
    <message>
        <source>reason “{code}”</source>
        <translation>理由“{code}”</translation>
    </message>
    <message>
        <source>no end foreseen</source>
        <translation>预计不会失去</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>not foreseen</source>
        <translation>未预见</translation>
    </message>
    <message>
        <source>{value} (limit {limit})</source>
        <translation>{value}（限值 {limit}）</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Horizon</source>
        <translation>预测时长</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>simulated plant</source>
        <translation>模拟厨房</translation>
    </message>
    <message>
        <source>This is what follows if nothing is done. It is a forecast, not a measurement.</source>
        <translation>这是不采取措施时的后果。这是预测，不是测量。</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>This model gives no advice.</source>
        <translation>此模型不给出建议。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Source of the limit</source>
        <translation>限值依据</translation>
    </message>
    <message>
        <source>Fire forecast: {site}</source>
        <translation>火灾预测：{site}</translation>
    </message>
    <message>
        <source>Oil, links, duct, gas, 90 % bands in min:s</source>
        <translation>油、易熔片、烟道、燃气，90 % 区间（分:秒）</translation>
    </message>
    <message>
        <source>Way out</source>
        <translation>出口</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>余量</translation>
    </message>
    <message>
        <source>Ways out, 90 % bands in min:s</source>
        <translation>疏散出口，90 % 区间（分:秒）</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>60 °C at head height</source>
        <translation>头部高度 60 °C</translation>
    </message>
    <message>
        <source>visibility below 10 m</source>
        <translation>能见度低于 10 m</translation>
    </message>
    <message>
        <source>FED 0.3</source>
        <translation>有效剂量分数 FED 达 0.3</translation>
    </message>
    <message>
        <source>untenable</source>
        <translation>达到耐受极限</translation>
    </message>
    <message>
        <source>When it gets bad, 90 % bands in min:s</source>
        <translation>何时变得危险，90 % 区间（分:秒）</translation>
    </message>
    <message>
        <source>Worst room: {room}, median and 90 % band</source>
        <translation>最危险的房间：{room}，中位数与 90 % 区间</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>推演</translation>
    </message>
    <message>
        <source>Values 5 min ahead, medians. ▲ safer, ▼ more dangerous.</source>
        <translation>5 分钟后的中位数。▲ 更安全，▼ 更危险。</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>做过的推演</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>By</source>
        <translation>下达人</translation>
    </message>
    <message>
        <source>Orders to people</source>
        <translation>对人员的命令</translation>
    </message>
    <message>
        <source>How far to trust it</source>
        <translation>可信程度</translation>
    </message>
    <message>
        <source>Ahead</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Comparisons</source>
        <translation>比较次数</translation>
    </message>
    <message>
        <source>Mean error of the upper-layer rise</source>
        <translation>上层温升的平均误差</translation>
    </message>
    <message>
        <source>Inside the 90 % band</source>
        <translation>落入 90 % 区间</translation>
    </message>
    <message>
        <source>This fire is too young: no forecast could be checked yet.</source>
        <translation>火情太新，尚无预测可以核对。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Steered by: {tags}</source>
        <translation>依据的测点：{tags}</translation>
    </message>
    <message>
        <source>Judged failed or lying: {tags}</source>
        <translation>判为失效或失真：{tags}</translation>
    </message>
    <message>
        <source>Save as PDF  P</source>
        <translation>存为 PDF  P</translation>
    </message>
    <message>
        <source>Take the newest forecast  R</source>
        <translation>采用最新预测  R</translation>
    </message>
    <message>
        <source>Nothing to report: no fire is forecast here.</source>
        <translation>无可报告：此处没有火灾预测。</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>There is no folder {name}</source>
        <translation>没有文件夹 {name}</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
    <message>
        <source>Could not write {name}</source>
        <translation>无法写入 {name}</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Open a result  O</source>
        <translation>打开结果  O</translation>
    </message>
    <message>
        <source>Run a model  N</source>
        <translation>运行模型  N</translation>
    </message>
    <message>
        <source>Level slice</source>
        <translation>水平切面</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Visibility</source>
        <translation>能见度</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>压力</translation>
    </message>
    <message>
        <source>Soot</source>
        <translation>炭烟</translation>
    </message>
    <message>
        <source>Oxygen</source>
        <translation>氧气</translation>
    </message>
    <message>
        <source>Carbon monoxide</source>
        <translation>一氧化碳</translation>
    </message>
    <message>
        <source>Smoke, 1/{times:g} of its density</source>
        <translation>烟气（按 1/{times:g} 浓度显示）</translation>
    </message>
    <message>
        <source>3D results</source>
        <translation>三维结果</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>No result open</source>
        <translation>未打开结果</translation>
    </message>
    <message>
        <source>Open a folder of `emberwall sim run` (O), or run a model (N).</source>
        <translation>打开 `emberwall sim run` 的文件夹（O），或运行模型（N）。</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>物理量</translation>
    </message>
    <message>
        <source>Height {height} m</source>
        <translation>高度 {height} m</translation>
    </message>
    <message>
        <source>Time {time} of {end}</source>
        <translation>时间 {time} / {end}</translation>
    </message>
    <message>
        <source>computed in {wall:.0f} s</source>
        <translation>计算用时 {wall:.0f} s</translation>
    </message>
    <message>
        <source>ended early: {whole} were asked for</source>
        <translation>提前结束：原要求 {whole}</translation>
    </message>
    <message>
        <source>turn by mouse or arrows · wheel nearer · Home</source>
        <translation>鼠标或方向键旋转 · 滚轮拉近 · Home 复位</translation>
    </message>
    <message>
        <source>{name} at {height} m</source>
        <translation>{name}，高度 {height} m</translation>
    </message>
    <message>
        <source>Open a result</source>
        <translation>打开结果</translation>
    </message>
</context>
<context>
    <name>RunDialog</name>
    <message>
        <source>Run a model</source>
        <translation>运行模型</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Case file</source>
        <translation>算例文件</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Result folder</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stopped. Nothing was kept running.</source>
        <translation>已停止，没有进程仍在运行。</translation>
    </message>
    <message>
        <source>The run failed: {why}</source>
        <translation>运行失败：{why}</translation>
    </message>
    <message>
        <source>It cannot be started: {why}</source>
        <translation>无法启动：{why}</translation>
    </message>
    <message>
        <source>Stop the run</source>
        <translation>停止运行</translation>
    </message>
</context>
<context>
    <name>Scene</name>
    <message>
        <source>? no data</source>
        <translation>? 无数据</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Temperature at 1.8 m, median</source>
        <translation>1.8 m 处温度，中位数</translation>
    </message>
    <message>
        <source>What if less forecast, at 1.8 m</source>
        <translation>推演减预测，1.8 m 处</translation>
    </message>
    <message>
        <source>Alarm heat</source>
        <translation>报警热度</translation>
    </message>
    <message>
        <source>Smoke down to {} m</source>
        <translation>烟层下沿 {} m</translation>
    </message>
    <message>
        <source>more labels: {}</source>
        <translation>未显示的标签：{}</translation>
    </message>
    <message>
        <source>No site chosen</source>
        <translation>未选择站点</translation>
    </message>
    <message>
        <source>Choose an alarm or a site on the map</source>
        <translation>请选择一条报警或地图上的站点</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>No sites yet</source>
        <translation>尚无站点</translation>
    </message>
    <message>
        <source>They appear as soon as the hub answers</source>
        <translation>中心应答后即显示</translation>
    </message>
    <message>
        <source>height = severity</source>
        <translation>高度 = 严重程度</translation>
    </message>
    <message>
        <source>{} more alarmed sites</source>
        <translation>另有 {} 个报警站点</translation>
    </message>
    <message>
        <source>Drawing the scene</source>
        <translation>正在绘制场景</translation>
    </message>
    <message>
        <source>Simple picture: {}. {}</source>
        <translation>简化画面：{}。{}</translation>
    </message>
    <message>
        <source>60 °C at head height, median</source>
        <translation>头部高度 60 °C，中位数</translation>
    </message>
    <message>
        <source>10 m of sight at head height, median</source>
        <translation>头部高度能见度 10 m，中位数</translation>
    </message>
    <message>
        <source>gas 25, 50, 100 %LEL, median</source>
        <translation>燃气 25、50、100 %LEL，中位数</translation>
    </message>
    <message>
        <source>90 % band: 5 and 95 % of the cases</source>
        <translation>90 % 区间：5 % 与 95 % 的情形</translation>
    </message>
    <message>
        <source>smoke layer, median and 90 % band</source>
        <translation>烟层，中位数与 90 % 区间</translation>
    </message>
    <message>
        <source>most likely seat, circle: spread</source>
        <translation>最可能的起火点，圆：散布范围</translation>
    </message>
    <message>
        <source>not reached: {list}</source>
        <translation>未到达：{list}</translation>
    </message>
</context>
<context>
    <name>ScenePage</name>
    <message>
        <source>What if</source>
        <translation>推演</translation>
    </message>
    <message>
        <source>Can people get out? What now?</source>
        <translation>人能撤出吗？现在怎么办？</translation>
    </message>
    <message>
        <source>What if: {pulls}</source>
        <translation>推演：{pulls}</translation>
    </message>
    <message>
        <source>Untenable: {room}</source>
        <translation>达到耐受极限：{room}</translation>
    </message>
    <message>
        <source>60 °C at head height</source>
        <translation>头部高度 60 °C</translation>
    </message>
    <message>
        <source>Sight below 10 m</source>
        <translation>能见度低于 10 m</translation>
    </message>
    <message>
        <source>{level} %LEL: {room}</source>
        <translation>{level} %LEL：{room}</translation>
    </message>
    <message>
        <source>Computing {count} …</source>
        <translation>正在计算 {count} 个…</translation>
    </message>
    <message>
        <source>Pull levers, then compute what would follow.</source>
        <translation>选择措施，再计算其后果。</translation>
    </message>
    <message>
        <source>… what if</source>
        <translation>… 推演</translation>
    </message>
    <message>
        <source>Flashover</source>
        <translation>轰燃</translation>
    </message>
</context>
<context>
    <name>SitePage</name>
    <message>
        <source>Floor plan</source>
        <translation>平面图</translation>
    </message>
    <message>
        <source>What now</source>
        <translation>现在做什么</translation>
    </message>
    <message>
        <source>heat = urgency · N all kitchens</source>
        <translation>热度 = 紧急程度 · N 全国厨房</translation>
    </message>
    <message>
        <source>heat = urgency now · lines = forecast · O time ahead</source>
        <translation>热度 = 当前紧急程度 · 线 = 预测 · O 提前时间</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} 个测点</translation>
    </message>
    <message>
        <source>{count} in alarm</source>
        <translation>{count} 个报警</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>25 %LEL foreseen; 60 s to spare as at a way out, project choice</source>
        <translation>预测达到25%LEL；与通道一样留60秒，本项目取值</translation>
    </message>
    <message>
        <source>GB/T 50493-2019 5.5: first level at most 25 %LEL; back in below 10 %LEL, project choice</source>
        <translation>GB/T 50493-2019 第5.5条：一级报警不高于25%LEL；低于10%LEL方可返回为本项目取值</translation>
    </message>
    <message>
        <source>OSHA: the exit may be blocked; 60 s project choice</source>
        <translation>OSHA：出口可能受阻；60 s 为本项目选择</translation>
    </message>
    <message>
        <source>hidden fire, 30 min and more: fire services</source>
        <translation>隐蔽火，30 分钟以上：消防部门经验</translation>
    </message>
    <message>
        <source>project choice: cylinders may burst</source>
        <translation>本项目选择：气瓶可能爆裂</translation>
    </message>
    <message>
        <source>OSHA: more than 60 square feet</source>
        <translation>OSHA：超过 60 平方英尺</translation>
    </message>
    <message>
        <source>OSHA: partly hidden</source>
        <translation>OSHA：部分被遮挡</translation>
    </message>
    <message>
        <source>OSHA: cannot be reached standing</source>
        <translation>OSHA：站立无法触及</translation>
    </message>
    <message>
        <source>OSHA: must crawl; head height 1.8 m</source>
        <translation>OSHA：须匍匐；头部高度 1.8 m</translation>
    </message>
    <message>
        <source>OSHA: heat felt at 3 to 4.6 m; strong sun is 1 kW/m2, project choice</source>
        <translation>OSHA：3 至 4.6 m 处感到热；烈日为 1 kW/m2，本项目选择</translation>
    </message>
    <message>
        <source>OSHA: smoke quickly filling; 60 s project choice</source>
        <translation>OSHA：烟气迅速充满；60 s 为本项目选择</translation>
    </message>
    <message>
        <source>second attempt failed</source>
        <translation>第二次扑救失败</translation>
    </message>
    <message>
        <source>project choice: 30 s without control</source>
        <translation>本项目选择：30 s 未受控</translation>
    </message>
    <message>
        <source>guides of tenability: 150 degC start leaving, 200 untenable</source>
        <translation>耐受指南：150 °C 开始撤离，200 °C 不可耐受</translation>
    </message>
    <message>
        <source>guides of tenability: gas at head height</source>
        <translation>耐受指南：头部高度气温</translation>
    </message>
    <message>
        <source>high-high alarm of the CO heads; NIOSH ceiling 200 ppm</source>
        <translation>一氧化碳探头高高报警；NIOSH 上限 200 ppm</translation>
    </message>
    <message>
        <source>GB 25201-2010 5.3: confirm first</source>
        <translation>GB 25201-2010 5.3：先确认</translation>
    </message>
    <message>
        <source>clear way out behind; 60 s project choice</source>
        <translation>身后退路畅通；60 s 为本项目选择</translation>
    </message>
    <message>
        <source>project choice: nobody is sent in</source>
        <translation>本项目选择：不派人进入</translation>
    </message>
    <message>
        <source>fire confined to the first item</source>
        <translation>火限于最初起火物</translation>
    </message>
    <message>
        <source>flame below head height</source>
        <translation>火焰低于头部高度</translation>
    </message>
    <message>
        <source>project choice: one oil vessel</source>
        <translation>本项目选择：一个油容器</translation>
    </message>
    <message>
        <source>project choice: 0.5 m2 of oil</source>
        <translation>本项目选择：油面 0.5 m2</translation>
    </message>
    <message>
        <source>trained person</source>
        <translation>受过训练的人员</translation>
    </message>
    <message>
        <source>right extinguisher; cooking oil: class F</source>
        <translation>合适的灭火器；食用油：F 类</translation>
    </message>
    <message>
        <source>119 and colleagues told</source>
        <translation>已报 119 并告知同事</translation>
    </message>
    <message>
        <source>no switching and no flame from 10 %LEL</source>
        <translation>自 10 %LEL 起不开关电器、不见明火</translation>
    </message>
    <message>
        <source>a gas flame that cannot be shut off is not blown out</source>
        <translation>无法切断的燃气火焰不吹灭</translation>
    </message>
</context>
<context>
    <name>StateCard</name>
    <message>
        <source>Connecting to the hub</source>
        <translation>正在连接中心</translation>
    </message>
    <message>
        <source>Waiting for the first values</source>
        <translation>等待首批数据</translation>
    </message>
    <message>
        <source>The hub is not connected</source>
        <translation>与中心的连接已断开</translation>
    </message>
    <message>
        <source>The hub refused this wall</source>
        <translation>中心拒绝了此大屏</translation>
    </message>
    <message>
        <source>This wall has stopped</source>
        <translation>此大屏已停止</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候。</translation>
    </message>
    <message>
        <source>Nothing shown is newer than that. It is tried again by itself; check that the hub runs.</source>
        <translation>所显示的内容不晚于该时刻。系统会自动重试，请检查中心是否运行。</translation>
    </message>
    <message>
        <source>Check the wall&apos;s token, then start it again.</source>
        <translation>请检查大屏令牌，然后重新启动。</translation>
    </message>
    <message>
        <source>Start the wall again.</source>
        <translation>请重新启动大屏。</translation>
    </message>
    <message>
        <source>Since {time}</source>
        <translation>自 {time} 起</translation>
    </message>
</context>
<context>
    <name>TimeSlider</name>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
</context>
<context>
    <name>WallWindow</name>
    <message>
        <source>nation</source>
        <translation>全国</translation>
    </message>
    <message>
        <source>Choose an alarm first: ↑ ↓</source>
        <translation>请先选择一条报警：↑ ↓</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>back to normal</source>
        <translation>恢复正常</translation>
    </message>
    <message>
        <source>raised</source>
        <translation>发生</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>已恢复未确认</translation>
    </message>
    <message>
        <source>latched</source>
        <translation>锁存</translation>
    </message>
    <message>
        <source>latched, acknowledged</source>
        <translation>锁存，已确认</translation>
    </message>
    <message>
        <source>shelved</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>suppressed</source>
        <translation>设计抑制</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Not acknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>Being handled</source>
        <translation>处置中</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>alarm</source>
        <translation>报警</translation>
    </message>
    <message>
        <source>incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>system</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>forecast</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>order handed over</source>
        <translation>已下达命令</translation>
    </message>
    <message>
        <source>edge link is back</source>
        <translation>边缘链路恢复</translation>
    </message>
    <message>
        <source>edge link lost</source>
        <translation>边缘链路中断</translation>
    </message>
    <message>
        <source>edge not heard since the hub started</source>
        <translation>中心启动后边缘尚未连接</translation>
    </message>
    <message>
        <source>incident opened</source>
        <translation>事件发生</translation>
    </message>
    <message>
        <source>incident is being handled</source>
        <translation>事件处置中</translation>
    </message>
    <message>
        <source>incident closed</source>
        <translation>事件已关闭</translation>
    </message>
    <message>
        <source>hub started</source>
        <translation>中心已启动</translation>
    </message>
    <message>
        <source>hub stopped</source>
        <translation>中心已停止</translation>
    </message>
    <message>
        <source>fire</source>
        <translation>火灾</translation>
    </message>
    <message>
        <source>gas</source>
        <translation>燃气</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>nuisance</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Incident opened</source>
        <translation>事件发生</translation>
    </message>
    <message>
        <source>All alarms acknowledged</source>
        <translation>全部报警已确认</translation>
    </message>
    <message>
        <source>All conditions clear</source>
        <translation>全部条件已消除</translation>
    </message>
    <message>
        <source>Closed by a person</source>
        <translation>由人员关闭</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>rises</source>
        <translation>上升</translation>
    </message>
    <message>
        <source>RTN</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>shelf</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>ack</source>
        <translation>确认</translation>
    </message>
</context>
</TS>
