# publish.sh ID RECIPIENT TEXT: hands a message to the gate. The same ID again is a duplicate and harmless.
set -eu
curl -sS --fail-with-body --retry 5 --retry-connrefused "${LINEWARDEN_URL:-http://localhost:8080}/requests" \
  -H 'Content-Type: application/json' \
  -d "{\"request_id\": \"$1\", \"recipient\": \"$2\", \"text\": \"$3\"}"
