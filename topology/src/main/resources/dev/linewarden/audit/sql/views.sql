-- Questions that most others begin with. Made anew each time that a cache is extended, so they may change freely.

CREATE OR REPLACE VIEW requests AS
SELECT pool, request_id,
       any_value(recipient) AS recipient, any_value(recipient_id) AS recipient_id,
       any_value(priority) AS priority, any_value(purpose) AS purpose, any_value(labels) AS labels,
       min(decided_at) AS first_decided_at,
       arg_min_null(binding_code, (decided_at, attempt)) AS first_code,
       arg_max(outcome, (decided_at, attempt)) AS outcome,
       arg_max_null(binding_code, (decided_at, attempt)) AS binding_code,
       arg_max_null(line, (decided_at, attempt)) AS line,
       arg_max_null(server, (decided_at, attempt)) AS server,
       max(attempt) AS attempts,
       max(decided_at) FILTER (outcome = 'APPROVED') AS approved_at,
       max(decided_at) FILTER (outcome = 'APPROVED') - min(decided_at) AS waited
FROM decisions
WHERE binding_code IS DISTINCT FROM 'DUPLICATE_REQUEST'
GROUP BY pool, request_id;
COMMENT ON VIEW requests IS 'One row a request: how it began, how it stands or ended. Duplicates are left out.';
COMMENT ON COLUMN requests.pool IS 'The pool of lines.';
COMMENT ON COLUMN requests.request_id IS 'The request.';
COMMENT ON COLUMN requests.recipient IS 'The handle, masked; whole with --reveal.';
COMMENT ON COLUMN requests.recipient_id IS 'Stands for the handle.';
COMMENT ON COLUMN requests.priority IS 'HIGH, NORMAL or BULK.';
COMMENT ON COLUMN requests.purpose IS 'CONVERSATIONAL, MARKETING and so on.';
COMMENT ON COLUMN requests.labels IS 'As in labels[''campaign''].';
COMMENT ON COLUMN requests.first_decided_at IS 'When it was first judged.';
COMMENT ON COLUMN requests.first_code IS 'What decided then; null when it was approved at once.';
COMMENT ON COLUMN requests.outcome IS 'The last word: APPROVED, REJECTED, or DEFERRED while it waits.';
COMMENT ON COLUMN requests.binding_code IS 'What decided last.';
COMMENT ON COLUMN requests.line IS 'The line of the last decision.';
COMMENT ON COLUMN requests.server IS 'The server of the last decision.';
COMMENT ON COLUMN requests.attempts IS 'How often it was decided.';
COMMENT ON COLUMN requests.approved_at IS 'When it was approved, if it was.';
COMMENT ON COLUMN requests.waited IS 'From the first decision to the approval.';

CREATE OR REPLACE VIEW waits AS
SELECT decision, pool, request_id, recipient_id, line, server, priority, binding_code AS cause,
       decided_at AS began_at, not_before AS promised_at, ended_at, ended_at - decided_at AS waited,
       ended_with, ended_code,
       CASE WHEN not_before IS NOT NULL AND ended_at IS NOT NULL
            THEN ended_with = 'APPROVED' AND ended_at BETWEEN not_before AND not_before + INTERVAL 1 SECOND
       END AS kept
FROM (SELECT *, lead(decided_at) OVER following AS ended_at, lead(outcome) OVER following AS ended_with,
             lead(binding_code) OVER following AS ended_code
      FROM decisions
      WHERE binding_code IS DISTINCT FROM 'DUPLICATE_REQUEST'
      WINDOW following AS (PARTITION BY pool, request_id ORDER BY decided_at, attempt))
WHERE outcome = 'DEFERRED';
COMMENT ON VIEW waits IS 'One row a deferral: what for, until when it was promised, how it ended.';
COMMENT ON COLUMN waits.decision IS 'The deferral; joins decisions and findings.';
COMMENT ON COLUMN waits.pool IS 'The pool of lines.';
COMMENT ON COLUMN waits.request_id IS 'The request.';
COMMENT ON COLUMN waits.recipient_id IS 'Stands for the handle.';
COMMENT ON COLUMN waits.line IS 'The line that it waited for.';
COMMENT ON COLUMN waits.server IS 'Its server.';
COMMENT ON COLUMN waits.priority IS 'HIGH, NORMAL or BULK.';
COMMENT ON COLUMN waits.cause IS 'The code that bound it.';
COMMENT ON COLUMN waits.began_at IS 'When it was deferred.';
COMMENT ON COLUMN waits.promised_at IS 'The promised time; null: held until something happens.';
COMMENT ON COLUMN waits.ended_at IS 'When it was decided again; null while it waits.';
COMMENT ON COLUMN waits.waited IS 'Between the two.';
COMMENT ON COLUMN waits.ended_with IS 'The outcome of that next decision.';
COMMENT ON COLUMN waits.ended_code IS 'Its code.';
COMMENT ON COLUMN waits.kept IS 'Of what was promised and has ended: whether it was approved at that time (to the second).';

CREATE OR REPLACE VIEW sends AS
WITH talk AS (
    SELECT pool, recipient_id, decided_at AS at_time, decision, request_id, line, server, text_id, labels, purpose,
           attachments, asks_question, false AS is_inbound
    FROM decisions WHERE outcome = 'APPROVED'
    UNION ALL BY NAME
    SELECT pool, recipient_id, heard_at AS at_time, true AS is_inbound
    FROM conversations
    WHERE kind = 'INBOUND_MESSAGE' AND (asks IS NULL OR asks = 'OPT_IN')
), counted AS (
    SELECT *, count(*) FILTER (is_inbound) OVER so_far AS heard,
           lead(is_inbound) OVER talk_order AS is_answered,
           lead(at_time) OVER talk_order AS next_at,
           min(at_time) FILTER (is_inbound) OVER from_here AS next_inbound_at
    FROM talk
    WINDOW talk_order AS (PARTITION BY pool, recipient_id ORDER BY at_time, is_inbound DESC, decision),
           so_far AS (PARTITION BY pool, recipient_id ORDER BY at_time, is_inbound DESC, decision
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
           from_here AS (PARTITION BY pool, recipient_id ORDER BY at_time, is_inbound DESC, decision
                         ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT decision, pool, request_id, recipient_id, line, server, purpose, labels, text_id, asks_question, attachments,
       at_time AS sent_at,
       row_number() OVER unanswered AS nth,
       heard = 0 AND row_number() OVER unanswered = 1 AS is_opener,
       coalesce(is_answered, false) AS answered,
       CASE WHEN is_answered THEN next_at - at_time END AS answered_after,
       next_inbound_at
FROM counted
WHERE NOT is_inbound
WINDOW unanswered AS (PARTITION BY pool, recipient_id, heard ORDER BY at_time, decision);
COMMENT ON VIEW sends IS 'One row an approval, in its place among what was said. An opt-out or HELP is no answer. What lies before the oldest record is not known.';
COMMENT ON COLUMN sends.decision IS 'The approval; joins decisions and findings.';
COMMENT ON COLUMN sends.pool IS 'The pool of lines.';
COMMENT ON COLUMN sends.request_id IS 'The request.';
COMMENT ON COLUMN sends.recipient_id IS 'Stands for the handle.';
COMMENT ON COLUMN sends.line IS 'The line that sent.';
COMMENT ON COLUMN sends.server IS 'Its server.';
COMMENT ON COLUMN sends.purpose IS 'CONVERSATIONAL, MARKETING and so on.';
COMMENT ON COLUMN sends.labels IS 'As in labels[''campaign''].';
COMMENT ON COLUMN sends.text_id IS 'Stands for the text.';
COMMENT ON COLUMN sends.asks_question IS 'Whether the text holds a question mark.';
COMMENT ON COLUMN sends.attachments IS 'How many.';
COMMENT ON COLUMN sends.sent_at IS 'When it was approved.';
COMMENT ON COLUMN sends.nth IS '1 is the first message since the recipient last wrote, 2 the first that follows it up.';
COMMENT ON COLUMN sends.is_opener IS 'Whether nobody had said anything before, as far as the records reach.';
COMMENT ON COLUMN sends.answered IS 'Whether the next thing said between them came from the recipient.';
COMMENT ON COLUMN sends.answered_after IS 'How long that took.';
COMMENT ON COLUMN sends.next_inbound_at IS 'The recipient''s next message, whatever was sent in between.';
