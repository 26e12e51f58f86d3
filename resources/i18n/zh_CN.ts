<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AlarmTable</name>
    <message>
        <source>No alarms. Every kitchen is calm.</source>
        <translation>没有报警，所有厨房平静。</translation>
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
    <name>EventList</name>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>尚无事件。</translation>
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
    <name>PointList</name>
    <message>
        <source>This site has no points.</source>
        <translation>该站点没有测点。</translation>
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
        <source>Alarm heat</source>
        <translation>报警热度</translation>
    </message>
    <message>
        <source>Smoke down to {} m</source>
        <translation>烟层下沿 {} m</translation>
    </message>
    <message>
        <source>{} more labels</source>
        <translation>另有 {} 个标签</translation>
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
        <source>{count} points</source>
        <translation>{count} 个测点</translation>
    </message>
    <message>
        <source>{count} in alarm</source>
        <translation>{count} 个报警</translation>
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
        <source>Check the wall's token, then start it again.</source>
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
