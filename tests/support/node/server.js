// An OPC UA server on node-opcua: A counts up 20 times a second, B stays 7.5, S is a string.
//   node server.js PORT
const os = require("node:os");
const fs = require("node:fs");
const path = require("node:path");
const { OPCUAServer } = require("node-opcua-server");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { DataType, Variant } = require("node-opcua-variant");

async function main() {
  const port = Number(process.argv[2]);
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "emberwall-opcua-"));
  process.on("exit", () => fs.rmSync(root, { recursive: true, force: true }));
  const server = new OPCUAServer({
    port,
    hostname: "127.0.0.1",
    resourcePath: "/kitchen",
    serverCertificateManager: new OPCUACertificateManager({ rootFolder: root }),
    userCertificateManager: new OPCUACertificateManager({ rootFolder: path.join(root, "users") }),
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  const own = space.registerNamespace("urn:emberwall:test-kitchen");
  const add = (name, dataType) =>
    own.addVariable({
      organizedBy: space.rootFolder.objects,
      nodeId: `s=${name}`,
      browseName: name,
      dataType,
    });
  const counter = add("A", DataType.Double);
  add("B", DataType.Double).setValueFromSource(new Variant({ dataType: DataType.Double, value: 7.5 }));
  add("S", DataType.String).setValueFromSource(new Variant({ dataType: DataType.String, value: "text" }));
  let value = 0;
  const count = () =>
    counter.setValueFromSource(new Variant({ dataType: DataType.Double, value: (value += 1) }));
  count();
  setInterval(count, 50);
  await server.start();
}

main();
