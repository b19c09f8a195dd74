-- The tables of `linewarden sql` and `export`. The comments are their documentation: `sql` and docs/sql.md show them.
-- RowWriter fills the columns in this order. A change here raises Warehouse.LAYOUT.

CREATE SCHEMA cache;
CREATE TABLE cache.meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE cache.offsets (
    topic VARCHAR, kafka_partition INTEGER, topic_id VARCHAR NOT NULL, next_offset BIGINT NOT NULL,
    PRIMARY KEY (topic, kafka_partition));

CREATE TABLE decisions (
    decision BIGINT, decision_id VARCHAR, pool VARCHAR, request_id VARCHAR, outcome VARCHAR, binding_code VARCHAR,
    line VARCHAR, server VARCHAR, attempt INTEGER, decided_at TIMESTAMPTZ, not_before TIMESTAMPTZ,
    recipient VARCHAR, recipient_id VARCHAR, priority VARCHAR, purpose VARCHAR, pinned_line VARCHAR,
    text_id VARCHAR, text_length INTEGER, asks_question BOOLEAN, attachments INTEGER, created_at TIMESTAMPTZ,
    wanted_from TIMESTAMPTZ, wanted_until TIMESTAMPTZ, time_zone VARCHAR, consent_basis VARCHAR, consent_at TIMESTAMPTZ,
    hold_for_reply BOOLEAN, cancel_on_reply BOOLEAN, labels MAP(VARCHAR, VARCHAR),
    policy_version VARCHAR, policy_hash VARCHAR, build VARCHAR, journal_partition INTEGER, journal_offset BIGINT,
    topic VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT);
COMMENT ON TABLE decisions IS 'Every verdict on every attempt, from approved, deferred and rejected.';
COMMENT ON COLUMN decisions.decision IS 'Number of the decision, from its topic, partition and offset; joins findings.';
COMMENT ON COLUMN decisions.decision_id IS '<request_id>#<attempt>; unique within a pool.';
COMMENT ON COLUMN decisions.pool IS 'The pool of lines.';
COMMENT ON COLUMN decisions.request_id IS 'The request, unique within a pool.';
COMMENT ON COLUMN decisions.outcome IS 'APPROVED, DEFERRED or REJECTED.';
COMMENT ON COLUMN decisions.binding_code IS 'The code that decided; null when approved.';
COMMENT ON COLUMN decisions.line IS 'The line that sends, or would have.';
COMMENT ON COLUMN decisions.server IS 'The server of that line.';
COMMENT ON COLUMN decisions.attempt IS '1, 2, and so on.';
COMMENT ON COLUMN decisions.decided_at IS 'The gate''s time.';
COMMENT ON COLUMN decisions.not_before IS 'Of a deferral: the promised time; null: held until something happens.';
COMMENT ON COLUMN decisions.recipient IS 'The handle, masked; whole with --reveal.';
COMMENT ON COLUMN decisions.recipient_id IS 'Stands for the handle: the same person has the same one in every table.';
COMMENT ON COLUMN decisions.priority IS 'HIGH, NORMAL or BULK.';
COMMENT ON COLUMN decisions.purpose IS 'CONVERSATIONAL, MARKETING, ONE_TIME_CODE and so on.';
COMMENT ON COLUMN decisions.pinned_line IS 'The line that the request asked for; null: the gate chose.';
COMMENT ON COLUMN decisions.text_id IS 'Stands for the text: equal texts have the same one.';
COMMENT ON COLUMN decisions.text_length IS 'Characters of the text.';
COMMENT ON COLUMN decisions.asks_question IS 'Whether the text holds a question mark.';
COMMENT ON COLUMN decisions.attachments IS 'How many.';
COMMENT ON COLUMN decisions.created_at IS 'When upstream made the request.';
COMMENT ON COLUMN decisions.wanted_from IS 'The request''s own not_before.';
COMMENT ON COLUMN decisions.wanted_until IS 'The request''s own expires_at.';
COMMENT ON COLUMN decisions.time_zone IS 'The recipient''s zone, where the request names one.';
COMMENT ON COLUMN decisions.consent_basis IS 'The basis of consent in the request.';
COMMENT ON COLUMN decisions.consent_at IS 'When that consent was given.';
COMMENT ON COLUMN decisions.hold_for_reply IS 'Whether it waits for a reply.';
COMMENT ON COLUMN decisions.cancel_on_reply IS 'Whether a reply cancels it.';
COMMENT ON COLUMN decisions.labels IS 'As in labels[''campaign''].';
COMMENT ON COLUMN decisions.policy_version IS 'The version that the policy names.';
COMMENT ON COLUMN decisions.policy_hash IS 'The policy in force; joins policies.';
COMMENT ON COLUMN decisions.build IS 'The gate''s version and commit.';
COMMENT ON COLUMN decisions.journal_partition IS 'Partition of the journal.';
COMMENT ON COLUMN decisions.journal_offset IS 'The last entry processed when this was decided.';
COMMENT ON COLUMN decisions.topic IS 'Where the record lies.';
COMMENT ON COLUMN decisions.kafka_partition IS 'Its partition.';
COMMENT ON COLUMN decisions.kafka_offset IS 'Its offset.';

CREATE TABLE findings (
    decision BIGINT, decided_at TIMESTAMPTZ, rule VARCHAR, code VARCHAR, effect VARCHAR, enforced BOOLEAN,
    observed VARCHAR, limit_value VARCHAR, until TIMESTAMPTZ, detail VARCHAR);
COMMENT ON TABLE findings IS 'What each rule found in each decision, the passes too; join decisions by decision.';
COMMENT ON COLUMN findings.decision IS 'The decision.';
COMMENT ON COLUMN findings.decided_at IS 'When it was decided.';
COMMENT ON COLUMN findings.rule IS 'As in quiet-hours.';
COMMENT ON COLUMN findings.code IS 'As in QUIET_HOURS; null when the rule passes.';
COMMENT ON COLUMN findings.effect IS 'PASS, ADVISE, DEFER or REJECT.';
COMMENT ON COLUMN findings.enforced IS 'False: found under mode observe, and not acted on.';
COMMENT ON COLUMN findings.observed IS 'What was measured: a count, a duration or a time, as text; try_cast(observed AS DOUBLE) for counts.';
COMMENT ON COLUMN findings.limit_value IS 'What it was held against, in the same unit.';
COMMENT ON COLUMN findings.until IS 'Of a deferral: the earliest time at which this rule lets it pass.';
COMMENT ON COLUMN findings.detail IS 'In words.';

CREATE TABLE conversations (
    heard_at TIMESTAMPTZ, event_id VARCHAR, pool VARCHAR, line VARCHAR, recipient VARCHAR, recipient_id VARCHAR,
    kind VARCHAR, said_at TIMESTAMPTZ, asks VARCHAR, text_id VARCHAR, text_length INTEGER, request_id VARCHAR,
    topic VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT);
COMMENT ON TABLE conversations IS 'What happened between lines and recipients, from the journal.';
COMMENT ON COLUMN conversations.heard_at IS 'When it counts: the broker''s time of its journal entry.';
COMMENT ON COLUMN conversations.event_id IS 'As the gateway named it.';
COMMENT ON COLUMN conversations.pool IS 'The pool of lines.';
COMMENT ON COLUMN conversations.line IS 'The line.';
COMMENT ON COLUMN conversations.recipient IS 'The handle, masked; whole with --reveal.';
COMMENT ON COLUMN conversations.recipient_id IS 'Stands for the handle.';
COMMENT ON COLUMN conversations.kind IS 'INBOUND_MESSAGE, OPTED_IN, OPTED_OUT, CONTACT_CARD_SHARED, SENT_ELSEWHERE or SEND_FAILED.';
COMMENT ON COLUMN conversations.said_at IS 'The gateway''s time: evidence only.';
COMMENT ON COLUMN conversations.asks IS 'OPT_OUT, OPT_IN or HELP, as the built-in words read the text; else null.';
COMMENT ON COLUMN conversations.text_id IS 'Stands for the text.';
COMMENT ON COLUMN conversations.text_length IS 'Characters of the text.';
COMMENT ON COLUMN conversations.request_id IS 'Of SEND_FAILED: the request.';
COMMENT ON COLUMN conversations.topic IS 'Where the record lies.';
COMMENT ON COLUMN conversations.kafka_partition IS 'Its partition.';
COMMENT ON COLUMN conversations.kafka_offset IS 'Its offset.';

CREATE TABLE alerts (
    raised_at TIMESTAMPTZ, alert_id VARCHAR, pool VARCHAR, kind VARCHAR, severity VARCHAR, line VARCHAR, server VARCHAR,
    observed VARCHAR, limit_value VARCHAR, message VARCHAR, review JSON,
    topic VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT);
COMMENT ON TABLE alerts IS 'What operators were told.';
COMMENT ON COLUMN alerts.raised_at IS 'The gate''s time.';
COMMENT ON COLUMN alerts.alert_id IS 'Unique.';
COMMENT ON COLUMN alerts.pool IS 'The pool of lines.';
COMMENT ON COLUMN alerts.kind IS 'LINE_FLAGGED, ADD_CAPACITY and so on.';
COMMENT ON COLUMN alerts.severity IS 'INFO, WARNING or CRITICAL.';
COMMENT ON COLUMN alerts.line IS 'The line that it is about, if any.';
COMMENT ON COLUMN alerts.server IS 'The server that it is about, if any.';
COMMENT ON COLUMN alerts.observed IS 'What was measured.';
COMMENT ON COLUMN alerts.limit_value IS 'What it was held against.';
COMMENT ON COLUMN alerts.message IS 'What happened and what to do.';
COMMENT ON COLUMN alerts.review IS 'Of LINE_FLAGGED: the hour before, as in review->>''reply_rate''.';
COMMENT ON COLUMN alerts.topic IS 'Where the record lies.';
COMMENT ON COLUMN alerts.kafka_partition IS 'Its partition.';
COMMENT ON COLUMN alerts.kafka_offset IS 'Its offset.';

CREATE TABLE lines (
    heard_at TIMESTAMPTZ, pool VARCHAR, line VARCHAR, server VARCHAR, status VARCHAR, activated_at TIMESTAMPTZ,
    evacuate BOOLEAN, topic VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT);
COMMENT ON TABLE lines IS 'Every report of a line, from the journal: its history; the last one of a line holds now.';
COMMENT ON COLUMN lines.heard_at IS 'When it counts: the broker''s time of its journal entry.';
COMMENT ON COLUMN lines.pool IS 'The pool of lines.';
COMMENT ON COLUMN lines.line IS 'The line.';
COMMENT ON COLUMN lines.server IS 'The server that it runs on.';
COMMENT ON COLUMN lines.status IS 'ACTIVE, PAUSED, FLAGGED or RETIRED.';
COMMENT ON COLUMN lines.activated_at IS 'Start of warm-up.';
COMMENT ON COLUMN lines.evacuate IS 'Whether its recipients move to other lines.';
COMMENT ON COLUMN lines.topic IS 'Where the record lies.';
COMMENT ON COLUMN lines.kafka_partition IS 'Its partition.';
COMMENT ON COLUMN lines.kafka_offset IS 'Its offset.';

CREATE TABLE policies (
    heard_at TIMESTAMPTZ, pool VARCHAR, policy_hash VARCHAR, policy VARCHAR,
    topic VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT);
COMMENT ON TABLE policies IS 'Every policy that was applied, from the journal; one that does not parse changes nothing and raises POLICY_REJECTED.';
COMMENT ON COLUMN policies.heard_at IS 'When it took effect.';
COMMENT ON COLUMN policies.pool IS 'The pool of lines.';
COMMENT ON COLUMN policies.policy_hash IS 'Joins decisions.policy_hash.';
COMMENT ON COLUMN policies.policy IS 'Its text, YAML.';
COMMENT ON COLUMN policies.topic IS 'Where the record lies.';
COMMENT ON COLUMN policies.kafka_partition IS 'Its partition.';
COMMENT ON COLUMN policies.kafka_offset IS 'Its offset.';
