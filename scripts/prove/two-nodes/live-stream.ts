/** Reads `/api/live` of one node as a browser does, and keeps the positions that it was told. */
export type OpenStream = { cursors: number[]; close(): void };

export async function openStream(node: string, cookie: string): Promise<OpenStream> {
  const ending = new AbortController();
  const response = await fetch(`${node}/api/live`, { headers: { cookie }, signal: ending.signal });
  if (!response.ok || !response.body) throw new Error(`${node}/api/live: ${response.status}`);
  const stream: OpenStream = { cursors: [], close: () => ending.abort() };
  void listen(response.body, stream.cursors).catch(() => undefined);
  return stream;
}

async function listen(body: ReadableStream<Uint8Array>, cursors: number[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const cursor = /^event: cursor[\s\S]*^data: (\d+)/m.exec(part)?.[1];
      if (cursor) cursors.push(Number(cursor));
    }
  }
}
