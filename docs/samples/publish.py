"""publish.py ID RECIPIENT TEXT: hands a message to the gate. The same ID again is a duplicate and harmless."""

import json
import os
import sys
import time
import urllib.error
import urllib.request


def publish(request, attempts=5):
    url = os.environ.get("LINEWARDEN_URL", "http://localhost:8080") + "/requests"
    call = urllib.request.Request(
        url, json.dumps(request).encode(), {"Content-Type": "application/json"}
    )
    for attempt in range(attempts):
        try:
            with urllib.request.urlopen(call, timeout=10) as answer:
                return json.load(answer)["ids"]
        except urllib.error.HTTPError as refused:
            # 503: not taken yet. Anything else says what is wrong, and would be refused again.
            if refused.code != 503:
                raise SystemExit(refused.read().decode())
        except OSError:
            pass  # the answer was lost, or nobody was there
        time.sleep(2**attempt)
    raise SystemExit("the gate does not answer at " + url)


if __name__ == "__main__":
    request_id, recipient, text = sys.argv[1:]
    print(publish({"request_id": request_id, "recipient": recipient, "text": text}))
