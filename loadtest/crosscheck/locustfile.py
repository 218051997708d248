"""The profile harmoniq-natural-500 for Locust 2.12, as a second witness of the harness's pacing.

Each user opens a session and then does one task after the other: chat 20, think 5, break 2, health 1, end 1, by
weight. The whole stream is read: with stream=True alone Locust stops its clock at the headers.
"""

import itertools
import json
import os
import pathlib
import random
import time

from locust import HttpUser, between, events, task

KEY = os.environ.get("RAPPORT_KEY", "")
RUN = format(int(time.time()), "x")
NUMBERS = itertools.count()
TEXTS = pathlib.Path(__file__).parent / "texts"
SHORT, MEDIUM, LONG = ((TEXTS / name).read_text().splitlines() for name in ("short.txt", "medium.txt", "long.txt"))


def message(depth):
    """By how many were said before: 1 and 2 short, 3 to 6 medium, from 7 on long; with a reference of its own."""
    texts = SHORT if depth <= 2 else MEDIUM if depth <= 6 else LONG
    return f"{random.choice(texts)} [ref l{RUN}{next(NUMBERS)}]"


def record(name, kind, started, length, problem):
    events.request.fire(
        request_type=kind,
        name=name,
        response_time=(time.perf_counter() - started) * 1000,
        response_length=length,
        exception=problem,
        context={},
    )


class NaturalUser(HttpUser):
    wait_time = between(3, 8)

    def on_start(self):
        self.name = f"locust-{RUN}-{next(NUMBERS)}"
        self.open_session()

    def on_stop(self):
        self.client.delete("/session", headers=self.headers, name="DELETE /session")

    def open_session(self):
        body = {"user": self.name, "key": KEY}
        token = self.client.post("/session", json=body, name="POST /session").json()["token"]
        self.headers = {"Authorization": "Bearer " + token, "Accept": "text/event-stream"}
        self.depth = 0

    @task(20)
    def chat(self):
        self.depth += 1
        started = time.perf_counter()
        length = 0
        first = True
        done = False
        event = ""
        with self.client.post(
            "/chat-stream",
            json={"message": message(self.depth)},
            headers=self.headers,
            name="chat: headers",
            stream=True,
            catch_response=True,
        ) as answer:
            for line in answer.iter_lines(chunk_size=1):
                length += len(line)
                text = line.decode()
                if text.startswith("event: "):
                    event = text[7:]
                elif text.startswith("data: ") and event == "token" and first:
                    first = not json.loads(text[6:]).get("text")
                    if not first:
                        record("chat: first token", "SSE", started, 0, None)
                done = done or event == "done"
            if answer.status_code != 200 or not done:
                answer.failure(f"status {answer.status_code}, done: {done}")
            record("chat: done", "SSE", started, length, None if done else RuntimeError("cut short"))
        time.sleep(random.uniform(2, 6))  # reading

    @task(5)
    def think(self):
        time.sleep(random.uniform(5, 15))

    @task(2)
    def rest(self):
        time.sleep(random.uniform(20, 45))

    @task(1)
    def health(self):
        self.client.get("/health/ready", name="GET /health/ready")

    @task(1)
    def end(self):
        self.client.delete("/session", headers=self.headers, name="DELETE /session")
        self.open_session()
