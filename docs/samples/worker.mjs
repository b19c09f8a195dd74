// A sender worker with kafkajs (npm install kafkajs @kafkajs/confluent-schema-registry lz4js).
import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import kafkajs from "kafkajs";
import lz4 from "lz4js";

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
// The gate compresses with LZ4, which kafkajs leaves to others.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
});

const env = process.env;
const prefix = env.LINEWARDEN_TOPICS_PREFIX ?? "";
const kafka = new Kafka({
  clientId: "sender-worker",
  brokers: (env.LINEWARDEN_BOOTSTRAP_SERVERS ?? "localhost:9092").split(","),
  logLevel: logLevel.ERROR,
});
const registry = new SchemaRegistry({ host: env.LINEWARDEN_REGISTRY ?? "http://localhost:8081" });
const events = prefix + "conversation-events";

// Your way to the line, send(idempotencyKey, line, recipient, text): sends once for each key, throws when the message will not go out.
const { send } = await import(env.SENDER ?? "./send.mjs");

// Without readUncommitted the worker sees no decisions of transactions that were rolled back.
const approved = kafka.consumer({ groupId: prefix + "sender-workers", readUncommitted: false });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });

async function reportFailure(decision) {
  const request = decision.request;
  const value = await registry.encode(await registry.getLatestSchemaId(events + "-value"), {
    event_id: "failed-" + request.request_id,
    pool: request.pool,
    line: decision.line,
    recipient: request.recipient,
    kind: "SEND_FAILED",
    at: Date.now(),
    text: null,
    request_id: request.request_id,
  });
  await producer.send({ topic: events, acks: -1, messages: [{ key: decision.line, value }] });
}

await Promise.all([approved.connect(), producer.connect()]);
await approved.subscribe({ topic: prefix + "approved", fromBeginning: true });
await approved.run({
  autoCommit: false,
  eachMessage: async ({ topic, partition, message }) => {
    const decision = await registry.decode(message.value);
    const request = decision.request;
    try {
      await send(request.request_id, decision.line, request.recipient, request.text);
    } catch {
      await reportFailure(decision);
    }
    // Behind the send: after a crash the same key is sent again, and the line's side drops it.
    await approved.commitOffsets([{ topic, partition, offset: (BigInt(message.offset) + 1n).toString() }]);
  },
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await Promise.allSettled([approved.disconnect(), producer.disconnect()]);
    process.exit(0);
  });
}
