// Listens to both streams with 3commas-typescript: node listen.cjs ADDRESS KEY SECRET.
// Prints each frame that it hands on, a line for each.

const [address, key, secrets] = process.argv.slice(2);
const WebSocket = require("ws");

// The client has its address as a constant, so the library that opens its sockets is given another one.
require.cache[require.resolve("ws")].exports = class extends WebSocket {
  constructor(asked, ...others) {
    super(asked === "wss://ws.3commas.io/websocket" ? address : asked, ...others);
  }
};

const { API } = require("3commas-typescript");

for (const subscribe of ["subscribeSmartTrade", "subscribeDeal"]) {
  const client = new API({ key, secrets });
  client[subscribe]((frame) => console.log(frame));
}
