"""Asks for whole answers (not streamed) where the first of two providers fails in 13 ways: 500 for each way, eight at one time.

From the repository's folder, with the ports free:

    python3 docs/measurements/0010-whole-answers.py file > gateway.yaml
    ./rapport load simulator --port=31050 --ttft-median-ms=50 --ttft-sigma=0 --itl-mean-ms=5 --tokens-mean=20 --tokens-sd=0 --seed=4100 &
    RAPPORT_GATEWAY_FILE=$PWD/gateway.yaml ./rapport up
    python3 docs/measurements/0010-whole-answers.py ask
"""

import http.client
import json
import subprocess
import sys
import threading
import time
import urllib.parse

WAYS = ["fault-429", "fault-429-bare", "fault-500", "fault-503", "refused", "fault-hang", "fault-hang-headers-sent",
        "fault-stall-3", "fault-cut-3", "fault-garbage-all", "fault-html", "fault-inband", "fault-huge"]
REQUESTS = 500
AT_ONE_TIME = 8
USERS = 16
TOKENS = 20  # of each answer of the simulator, a word each


def gateway_file():
    common = "prefill: native, timeouts: {connect-ms: 1000, first-token-ms: 2000, gap-ms: 2000}, keys: [{name: a}]}"
    print("providers:")
    for way in WAYS + ["good"]:
        port = 31059 if way == "refused" else 31050
        print(f'  {way}: {{protocol: openai, base-url: "http://127.0.0.1:{port}/v1", {common}')
    print("models:\n  default: {targets: [{provider: good, model: sim}]}")
    for way in WAYS:
        model = "sim" if way == "refused" else way
        print(f"  {way}: {{targets: [{{provider: {way}, model: {model}}}, {{provider: good, model: sim}}]}}")


def ask():
    host = urllib.parse.urlparse(rapport("url")).netloc
    tokens = [rapport("token", f"u{i}") for i in range(USERS)]
    for way in WAYS:
        numbers, answers, lock = iter(range(REQUESTS)), [], threading.Lock()
        workers = [threading.Thread(target=work, args=(host, tokens, way, numbers, answers, lock)) for _ in range(AT_ONE_TIME)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        whole = sum(whole for whole, _ in answers)
        print(f"{way:24} {whole} of {REQUESTS} whole, slowest {max(seconds for _, seconds in answers):.2f} s", flush=True)


def work(host, tokens, way, numbers, answers, lock):
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            return
        body = {"model": way, "messages": [{"role": "user", "content": f"Tell me something, number {number}."}]}
        headers = {"Authorization": "Bearer " + tokens[number % USERS], "Content-Type": "application/json"}
        begun, whole = time.monotonic(), False
        try:
            connection = http.client.HTTPConnection(host, timeout=40)
            connection.request("POST", "/v1/chat/completions", json.dumps(body), headers)
            choice = json.loads(connection.getresponse().read())["choices"][0]
            whole = choice["finish_reason"] == "stop" and len(choice["message"]["content"].split()) == TOKENS
        except (OSError, http.client.HTTPException, ValueError, KeyError) as failure:
            print(f"{way}: {failure!r}", file=sys.stderr)
        answers.append((whole, time.monotonic() - begun))


def rapport(*arguments):
    return subprocess.run(["./rapport", *arguments], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    {"file": gateway_file, "ask": ask}[sys.argv[1]]()
