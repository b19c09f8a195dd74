"""A sender worker with confluent-kafka and avro (pip install confluent-kafka avro; Debian: python3-confluent-kafka python3-avro)."""

import datetime
import io
import json
import os
import struct
import urllib.request

import avro.io
import avro.schema
from confluent_kafka import Consumer, Producer

# Your way to the line, send(idempotency_key, line, recipient, text): sends once for each key, raises when the message will not go out.
from sender import send

BROKERS = os.environ.get("LINEWARDEN_BOOTSTRAP_SERVERS", "localhost:9092")
REGISTRY = os.environ.get("LINEWARDEN_REGISTRY", "http://localhost:8081")
PREFIX = os.environ.get("LINEWARDEN_TOPICS_PREFIX", "")
EVENTS = PREFIX + "conversation-events"
schemas = {}


def ask_registry(path):
    with urllib.request.urlopen(REGISTRY + path, timeout=10) as answer:
        return json.load(answer)


def decode(value):
    """A record in the Confluent wire format: a zero, the schema's id in four bytes, Avro."""
    (schema_id,) = struct.unpack(">xI", value[:5])
    if schema_id not in schemas:
        schemas[schema_id] = avro.schema.parse(ask_registry(f"/schemas/ids/{schema_id}")["schema"])
    return avro.io.DatumReader(schemas[schema_id]).read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


def encode(subject, record):
    latest = ask_registry(f"/subjects/{subject}/versions/latest")
    out = io.BytesIO(struct.pack(">xI", latest["id"]))
    out.seek(0, io.SEEK_END)
    avro.io.DatumWriter(avro.schema.parse(latest["schema"])).write(record, avro.io.BinaryEncoder(out))
    return out.getvalue()


def report_failure(decision):
    """Gives the send back to the server's quota. Told twice, it counts once."""
    request = decision["request"]
    events.produce(EVENTS, key=decision["line"], value=encode(EVENTS + "-value", {
        "event_id": "failed-" + request["request_id"],
        "pool": request["pool"],
        "line": decision["line"],
        "recipient": request["recipient"],
        "kind": "SEND_FAILED",
        "at": datetime.datetime.now(datetime.timezone.utc),
        "text": None,
        "request_id": request["request_id"],
    }))
    if events.flush(30):
        raise RuntimeError("the report of a failure did not reach Kafka")


approved = Consumer({
    "bootstrap.servers": BROKERS,
    "group.id": PREFIX + "sender-workers",
    # Without it the worker sees decisions of transactions that were rolled back.
    "isolation.level": "read_committed",
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
})
events = Producer({"bootstrap.servers": BROKERS, "enable.idempotence": True})

approved.subscribe([PREFIX + "approved"])
while True:
    record = approved.poll(0.5)
    if record is None or record.error():
        continue
    decision = decode(record.value())
    request = decision["request"]
    try:
        send(request["request_id"], decision["line"], request["recipient"], request["text"])
    except Exception:
        report_failure(decision)
    # Behind the send: after a crash the same key is sent again, and the line's side drops it.
    approved.commit(record, asynchronous=False)
