package dev.rapport.chat.stream;

import dev.rapport.chat.stream.AnswerEvent.Place;
import dev.rapport.chat.stream.AnswerLog.Page;
import dev.rapport.chat.stream.AnswerLog.Taken;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Shows a client the events of an answer that somebody else makes or has made, from any place on, and goes on with the answer if
 * its maker has died. Belongs to one client and its event loop.
 */
public final class Follower {
    /** Between two looks into the log: half of what a reader notices as a pause, and 25 small commands a second. */
    static final long LOOK_EVERY_MS = 40;

    /** Events taken at once: about 20 kB. */
    static final int PAGE = 256;

    private final Vertx vertx;
    private final AnswerLog log;
    private final Owner owner;
    private final String streamId;
    private final HttpTurnClient client;
    private final GoOn goOn;
    private final StringBuilder text = new StringBuilder();
    private final Promise<Void> done = Promise.promise();
    private Place told;
    private boolean goesOn;
    private boolean called;

    /** Makes the rest of an answer. */
    public interface GoOn {
        /**
         * Whether the rest can be made from what the answer was claimed with; looked at before anything is kept of it.
         *
         * @throws TurnFailed if it cannot, though another request might
         */
        void check(String request);

        /**
         * Runs the turn once more.
         *
         * @param request as the answer was claimed with
         * @param begun what has been answered
         */
        Future<Void> with(String request, String begun);
    }

    /** @param told the last event that the client knows */
    public Follower(
            Vertx vertx, AnswerLog log, Owner owner, String streamId, HttpTurnClient client, Place told, GoOn goOn) {
        this.vertx = vertx;
        this.log = log;
        this.owner = owner;
        this.streamId = streamId;
        this.client = client;
        this.told = told;
        this.goOn = goOn;
    }

    /** Follows to the end; fails if the log does, or the client leaves. */
    public Future<Void> run() {
        client.follow(streamId);
        client.gone().onSuccess(_ -> signedOut());
        look();
        return done.future();
    }

    /* One who goes on with the answer is told by the turn. */
    private void signedOut() {
        if (client.isSignedOut() && !goesOn) {
            done.tryFail(new TurnFailed(TurnFailure.NotAuthenticated.ENDED));
        }
    }

    private void look() {
        Hold.asking(Hold.ASKS_MAX, () -> log.read(owner, streamId, told, PAGE)).onComplete(this::tell, done::tryFail);
    }

    private void tell(Page page) {
        if (done.future().isComplete()) {
            return;
        }
        if (client.isAway()) {
            done.tryFail(new TurnFailed(new TurnFailure.ClientGone()));
            return;
        }
        tell(page.events(), 0).onComplete(_ -> next(page), done::tryFail);
    }

    private Future<Void> tell(List<AnswerEvent> events, int from) {
        for (int i = from; i < events.size(); i++) {
            if (done.future().isComplete()) { // signed out
                return Future.succeededFuture();
            }
            told = events.get(i).place();
            Future<Void> room = client.tellAgain(events.get(i));
            if (!room.succeeded()) {
                int rest = i + 1;
                return room.compose(_ -> tell(events, rest));
            }
        }
        return Future.succeededFuture();
    }

    private void next(Page page) {
        if (done.future().isComplete()) {
            return;
        }
        if (!page.events().isEmpty()) {
            if (page.events().getLast().isLast()) {
                done.tryComplete();
            } else {
                look();
            }
            return;
        }
        switch (page.state()) {
            case RUNNING -> vertx.setTimer(LOOK_EVERY_MS, _ -> look());
            case ORPHANED -> takeOver();
            case ENDED, UNKNOWN -> // its last event would have been read
                done.tryFail(new TurnFailed(new TurnFailure.AnswerCut("what was kept of it is gone")));
        }
    }

    /* If the reply is late it may have been taken all the same: then it is orphaned again soon. */
    private void takeOver() {
        log.takeOver(owner, streamId).onComplete(taken -> taken.ifPresentOrElse(this::goOn, this::look), _ -> look());
    }

    /*
     * The client may have come in the middle of it: all of what was answered has to be read for the one who goes on. Nobody
     * can go on with half a tool call, and a second call would make the client act twice: such an answer fails.
     */
    private void goOn(Taken taken) {
        if (done.future().isComplete()) { // signed out: the next reader may have it when the lease is over
            return;
        }
        try {
            goOn.check(taken.request());
        } catch (TurnFailed elsewhere) {
            done.tryFail(elsewhere);
            return;
        }
        goesOn = true;
        begun(Place.START)
                .compose(last -> {
                    client.takeOver(owner, streamId, taken.fence(), last);
                    if (told.compareTo(last)
                            > 0) { // its maker lost the log, and went on without: nobody knows what the client has
                        return TurnFailed.<Void>future(
                                new TurnFailure.AnswerCut("its maker died, and what it said last was not kept"));
                    }
                    if (called) {
                        return TurnFailed.<Void>future(
                                new TurnFailure.AnswerCut("its maker died while it called a tool"));
                    }
                    return goOn.with(taken.request(), text.toString());
                })
                .onComplete(done);
    }

    private Future<Place> begun(Place after) {
        return Hold.asking(Hold.ASKS_MAX, () -> log.read(owner, streamId, after, PAGE))
                .compose(page -> {
                    List<AnswerEvent> events = page.events();
                    if (events.isEmpty()) {
                        return Future.succeededFuture(after);
                    }
                    called |= events.stream().anyMatch(event -> event.name().equals(AnswerEvent.TOOL_CALL));
                    events.stream()
                            .filter(event -> event.name().equals(AnswerEvent.TOKEN))
                            .forEach(event -> text.append(event.data()));
                    List<AnswerEvent> untold = events.stream() // written by the old maker after the last look
                            .filter(event -> event.place().compareTo(told) > 0)
                            .toList();
                    return tell(untold, 0).compose(_ -> begun(events.getLast().place()));
                });
    }
}
