package org.corral.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fair queue in front of one Ollama. */
final class FairEntrance implements Entrance {
    static final QueueRules RULES = new QueueRules(
            100_000, 100_000, 100_000, Duration.ofHours(100), Duration.ofSeconds(60), 8, Duration.ofSeconds(30));

    private static final long TICK = Duration.ofMillis(250).toNanos();

    private final VirtualTime time;
    private final VirtualOllama ollama;
    final Place place;
    final FairQueue queue;
    private final Map<VirtualRequest, Turn> turns = new HashMap<>();
    private double charged;
    private boolean ticking;

    /** @param slots set by hand; 0 to have them learnt */
    FairEntrance(VirtualTime time, VirtualOllama ollama, int slots, QueueRules rules) {
        this.time = time;
        this.ollama = ollama;
        this.place = new Place() {
            @Override
            public String name() {
                return "ollama";
            }

            @Override
            public int limit() {
                return slots == 0 ? 64 : slots;
            }

            @Override
            public boolean hasFixedSlots() {
                return slots != 0;
            }
        };
        this.queue = new FairQueue(
                new Places() {
                    @Override
                    public List<Place> all() {
                        return List.of(place);
                    }

                    @Override
                    public List<Place> candidates(Destination destination) {
                        return List.of(place);
                    }
                },
                rules,
                time.clock);
    }

    @Override
    public void enter(VirtualRequest request) {
        Turn turn = queue.turn(request.demand(), new Owner(request));
        turns.put(request, turn);
        queue.enter(turn);
        tick();
    }

    /** As the ticker does, as long as anything is to be done. */
    private void tick() {
        if (!ticking) {
            ticking = true;
            time.after(TICK, () -> {
                ticking = false;
                queue.onTick(time.clock.nanos());
                if (!turns.isEmpty()) {
                    tick();
                }
            });
        }
    }

    @Override
    public void leave(VirtualRequest request) {
        Turn turn = turns.remove(request);
        if (turn != null) {
            ((Owner) turn.owner()).cancel();
            queue.leave(turn);
            charged += queue.seconds(turn);
        }
    }

    void begun(VirtualRequest request) {
        turn(request).ifPresent(queue::begun);
    }

    Optional<QueuePosition> position(VirtualRequest request) {
        return turn(request).flatMap(queue::position);
    }

    private Optional<Turn> turn(VirtualRequest request) {
        return Optional.ofNullable(turns.get(request));
    }

    /** What all requests have cost that have left, in seconds. */
    double charged() {
        return charged;
    }

    private final class Owner implements Turn.Owner {
        private final VirtualRequest request;
        private VirtualOllama.@Nullable Job job;

        Owner(VirtualRequest request) {
            this.request = request;
        }

        private Turn turn() {
            return Objects.requireNonNull(turns.get(request));
        }

        @Override
        public void admitted(Place at) {
            request.sent++;
            Turn turn = turn();
            job = ollama.ask(request.person, request.key, request.work, () -> begun(turn, request), times -> {
                turns.remove(request);
                request.ended++;
                request.end = time.now();
                queue.answered(turn, times);
                queue.leave(turn);
                charged += queue.seconds(turn);
                if (turn.hasLoaded()) {
                    queue.loaded(place, ollama.models());
                }
                request.then.run();
            });
        }

        @Override
        public void refused(QueueRefusal why) {
            request.refused = true;
            request.why = why;
            Turn turn = turns.remove(request);
            charged += queue.seconds(turn);
        }

        @Override
        public void takenBack() {
            request.takenBack++;
            cancel();
            queue.giveBack(turn());
        }

        /** What is for nobody in a hurry is not streamed: its caller hears nothing before the end. */
        private void begun(Turn turn, VirtualRequest request) {
            if (request.shareClass == ShareClass.INTERACTIVE) {
                queue.begun(turn);
            }
        }

        void cancel() {
            VirtualOllama.Job sent = job;
            if (sent != null) {
                sent.cancel();
                job = null;
            }
        }
    }
}
