import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A small reverse proxy: requests go to the nodes in turn, one by one. A node whose /api/ready does not say yes gets
 * no more of them; one that refuses the connection is left out and the request goes to the next, of which nothing was
 * sent yet. Like nginx, a reading request whose kept connection broke before any answer is asked once more elsewhere;
 * a writing one never is.
 */
export type NodeCount = { url: string; requests: number; isIn: boolean };
export type ReverseProxy = {
  url: string;
  nodes: readonly NodeCount[];
  /** Requests sent to a second node, by why. */
  retried: { refused: number; broken: number };
  /** Requests that no node answered. */
  lost: string[];
  close(): Promise<void>;
};

const askEveryMs = 500;

class Refused extends Error {}

export async function startReverseProxy(urls: readonly string[], port: number): Promise<ReverseProxy> {
  const nodes = urls.map((url) => ({ url, requests: 0, isIn: false }));
  // Idle connections are given up sooner here than at the nodes, as nginx does.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32, timeout: 60_000 });
  const retried = { refused: 0, broken: 0 };
  const lost: string[] = [];
  let turn = 0;

  const next = (but: readonly NodeCount[]): NodeCount | undefined => {
    for (let tries = 0; tries < nodes.length; tries += 1) {
      turn += 1;
      const node = nodes[turn % nodes.length];
      if (node?.isIn && !but.includes(node)) return node;
    }
    return undefined;
  };

  const handle = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const tried: NodeCount[] = [];
    for (;;) {
      const node = next(tried);
      if (!node) {
        lost.push(`${incoming.method} ${incoming.url}: no node (${tried.length} tried)`);
        if (!answer.headersSent) answer.writeHead(502, { "Content-Type": "text/plain" });
        return void answer.end("no node answers\n");
      }
      tried.push(node);
      node.requests += 1;
      try {
        return await forward(node.url, agent, incoming, answer);
      } catch (error) {
        const isReading = incoming.method === "GET" || incoming.method === "HEAD";
        if (error instanceof Refused) {
          node.isIn = false;
          retried.refused += 1;
        } else if (isReading && !answer.headersSent && tried.length === 1) retried.broken += 1;
        else {
          lost.push(`${incoming.method} ${incoming.url}: ${error instanceof Error ? error.message : error}`);
          if (answer.headersSent) return void answer.destroy();
          answer.writeHead(502, { "Content-Type": "text/plain" });
          return void answer.end("the node broke off\n");
        }
      }
    }
  };

  const server = createServer((incoming, answer) => void handle(incoming, answer));
  // A stream lives as long as its reader.
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const asking = setInterval(() => {
    for (const node of nodes) void askReady(node);
  }, askEveryMs);
  await Promise.all(nodes.map(askReady));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nodes,
    retried,
    lost,
    async close() {
      clearInterval(asking);
      await closeServer(server);
      agent.destroy();
    },
  };
}

async function askReady(node: NodeCount): Promise<void> {
  try {
    node.isIn = (await fetch(`${node.url}/api/ready`, { signal: AbortSignal.timeout(4_000) })).ok;
  } catch {
    node.isIn = false;
  }
}

/** Resolves when the answer was passed on to its end or its reader left; rejects while nothing was passed on. */
function forward(to: string, agent: Agent, incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(to);
    const { headers } = incoming;
    const before = headers["x-forwarded-for"];
    const caller = incoming.socket.remoteAddress ?? "";
    const outgoing = request({
      agent,
      hostname,
      port,
      method: incoming.method,
      path: incoming.url,
      headers: {
        ...headers,
        connection: "keep-alive",
        "x-forwarded-for": before ? `${before}, ${caller}` : caller,
        "x-forwarded-proto": "http",
      },
    });
    let isConnected = false;
    outgoing.once("socket", (socket) => {
      const send = () => {
        isConnected = true;
        incoming.pipe(outgoing);
      };
      // Nothing of the body is taken before there is somebody to take it.
      if (socket.connecting) socket.once("connect", send);
      else send();
    });
    outgoing.once("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, withoutHopByHop(response.headers));
      response.pipe(answer);
      response.once("error", reject);
      // An answer that broke off must not look like one that ended.
      response.once("aborted", () => reject(new Error("the answer broke off")));
      response.once("end", resolve);
    });
    outgoing.once("error", (error) => {
      if (answer.destroyed) return resolve();
      const isRefused = !isConnected && "code" in error && error.code === "ECONNREFUSED";
      reject(isRefused ? new Refused(error.message) : error);
    });
    answer.once("close", () => {
      if (!answer.writableFinished) outgoing.destroy();
      resolve();
    });
  });
}

/** What speaks of the node's connection says nothing about ours. */
function withoutHopByHop(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  const { connection: _connection, "keep-alive": _keep, "transfer-encoding": _coding, ...rest } = headers;
  return rest;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
