// Server-sent events in the answer to a POST, which an EventSource cannot read.

export async function* eventsOf(response) {
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks)
      yield { type: field(block, "event"), data: JSON.parse(field(block, "data")) };
  }
}

const field = (block, name) => block.split("\n").find(line => line.startsWith(`${name}: `)).slice(name.length + 2);
