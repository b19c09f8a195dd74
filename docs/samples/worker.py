"""A sender worker with confluent-kafka (pip install "confluent-kafka[avro]")."""

import os
import time

from confluent_kafka import DeserializingConsumer, SerializingProducer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import StringDeserializer, StringSerializer

# Your way to the line, send(idempotency_key, line, recipient, text): sends once for each key, raises when the message will not go out.
from sender import send

BROKERS = os.environ.get("LINEWARDEN_BOOTSTRAP_SERVERS", "localhost:9092")
PREFIX = os.environ.get("LINEWARDEN_TOPICS_PREFIX", "")
EVENTS = PREFIX + "conversation-events"
registry = SchemaRegistryClient({"url": os.environ.get("LINEWARDEN_REGISTRY", "http://localhost:8081")})
events_schema = registry.get_latest_version(EVENTS + "-value").schema.schema_str

approved = DeserializingConsumer({
    "bootstrap.servers": BROKERS,
    "group.id": PREFIX + "sender-workers",
    # Without it the worker sees decisions of transactions that were rolled back.
    "isolation.level": "read_committed",
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
    "key.deserializer": StringDeserializer(),
    "value.deserializer": AvroDeserializer(registry),
})
events = SerializingProducer({
    "bootstrap.servers": BROKERS,
    "enable.idempotence": True,
    "key.serializer": StringSerializer(),
    "value.serializer": AvroSerializer(
        registry, events_schema, conf={"auto.register.schemas": False, "use.latest.version": True}
    ),
})

approved.subscribe([PREFIX + "approved"])
while True:
    record = approved.poll(0.5)
    if record is None:
        continue
    decision = record.value()
    request = decision["request"]
    try:
        send(request["request_id"], decision["line"], request["recipient"], request["text"])
    except Exception:
        events.produce(EVENTS, key=decision["line"], value={
            "event_id": "failed-" + request["request_id"],
            "pool": request["pool"],
            "line": decision["line"],
            "recipient": request["recipient"],
            "kind": "SEND_FAILED",
            "at": int(time.time() * 1000),
            "text": None,
            "request_id": request["request_id"],
        })
        events.flush()
    approved.commit(record, asynchronous=False)
