package org.corral.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Schedules as Ollama does: each model in memory answers so many requests at once, and has others wait in the order in which they
 * came; one loop loads models, one at a time, and waits for the last answer of the model that has to leave; requests for models in
 * memory pass it by meanwhile.
 */
final class VirtualOllama {
    /** A request inside. */
    final class Job {
        private final String person;
        private final RunnerKey key;
        private final long work;
        private final Runnable begun;
        private final Consumer<AnswerTimes> then;
        private final long came = time.now();
        private long loadedAt;
        private boolean over;

        Job(String person, RunnerKey key, long work, Runnable begun, Consumer<AnswerTimes> then) {
            this.person = person;
            this.key = key;
            this.work = work;
            this.begun = begun;
            this.then = then;
        }

        /** The prompt has been read. */
        private void begin() {
            if (!over) {
                begun.run();
            }
        }

        void cancel() {
            over = true;
            pending.remove(this);
            runners.values().forEach(runner -> runner.remove(this));
            load();
        }
    }

    private final class Runner {
        private final Set<Job> answering = new LinkedHashSet<>();
        private final Deque<Job> waiting = new ArrayDeque<>();
        private final long number = loads;

        boolean isIdle() {
            return answering.isEmpty() && waiting.isEmpty();
        }

        void add(Job job) {
            job.loadedAt = time.now();
            waiting.add(job);
            next(job.key);
            mostInside = Math.max(mostInside, waiting.size());
        }

        private void next(RunnerKey key) {
            while (answering.size() < slots && !waiting.isEmpty()) {
                Job job = waiting.remove();
                measure();
                answering.add(job);
                time.after(job.work / PROMPT, job::begin);
                time.after(job.work, () -> end(key, job));
            }
        }

        private void end(RunnerKey key, Job job) {
            if (job.over) {
                return;
            }
            job.over = true;
            measure();
            answering.remove(job);
            next(key);
            job.then.accept(times(job));
            load();
        }

        void remove(Job job) {
            measure();
            if (answering.remove(job)) {
                next(job.key);
            }
            waiting.remove(job);
        }
    }

    /** The part of an answer in which the prompt is read: a tenth. */
    private static final int PROMPT = 10;

    private final VirtualTime time;
    private final int slots;
    private final int memory;
    private final long loadTime;
    private final Map<RunnerKey, Runner> runners = new HashMap<>();
    private final List<Job> pending = new ArrayList<>(); // for models that are not in memory
    private final Map<String, Double> service = new TreeMap<>(); // nanoseconds by person
    private boolean loading;
    private long loads;
    private long measured;
    private int mostInside;
    private int foreignWhileBusy;

    /**
     * @param slots answers of a model at once
     * @param memory models that fit in it
     */
    VirtualOllama(VirtualTime time, int slots, int memory, long loadTime) {
        this.time = time;
        this.slots = slots;
        this.memory = memory;
        this.loadTime = loadTime;
    }

    /**
     * @param begun called with the first token
     * @param then called when the answer has come to its end
     */
    Job ask(String person, RunnerKey key, long work, Runnable begun, Consumer<AnswerTimes> then) {
        Job job = new Job(person, key, work, begun, then);
        Runner runner = runners.get(key);
        if (runner != null) {
            runner.add(job);
        } else {
            boolean full = runners.size() >= memory || runners.keySet().stream().anyMatch(key::isSameModelAs);
            if (full && runners.values().stream().anyMatch(other -> !other.isIdle())) {
                foreignWhileBusy++;
            }
            pending.add(job);
            load();
        }
        return job;
    }

    private void load() {
        if (loading || pending.isEmpty()) {
            return;
        }
        RunnerKey wanted = pending.get(0).key;
        if (!hasMemoryFor(wanted)) {
            return;
        }
        loading = true;
        loads++;
        time.after(loadTime, () -> {
            loading = false;
            Runner runner = new Runner();
            runners.put(wanted, runner);
            List<Job> all =
                    pending.stream().filter(job -> job.key.equals(wanted)).toList();
            pending.removeAll(all);
            all.forEach(runner::add);
            load();
        });
    }

    /** Unloads what has to leave if it has nothing to do; else its last answer has to be waited for. */
    private boolean hasMemoryFor(RunnerKey wanted) {
        @Nullable RunnerKey victim = victim(wanted);
        if (victim == null) {
            return true;
        }
        Runner runner = runners.get(victim);
        if (runner == null || !runner.isIdle()) {
            return false;
        }
        runners.remove(victim);
        return hasMemoryFor(wanted);
    }

    private @Nullable RunnerKey victim(RunnerKey wanted) {
        RunnerKey same = runners.keySet().stream()
                .filter(wanted::isSameModelAs)
                .findFirst()
                .orElse(null);
        if (same != null || runners.size() < memory) {
            return same;
        }
        return runners.entrySet().stream()
                .min((one, other) -> {
                    int idle = Boolean.compare(
                            other.getValue().isIdle(), one.getValue().isIdle());
                    return idle != 0 ? idle : Long.compare(one.getValue().number, other.getValue().number);
                })
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private AnswerTimes times(Job job) {
        long total = time.now() - job.came;
        long load = job.loadedAt - job.came;
        return AnswerTimes.of(total, load, job.work / PROMPT, job.work - job.work / PROMPT)
                .orElseThrow();
    }

    /** Divides the time that has passed among those who were answered in it. */
    private void measure() {
        List<Job> answered = runners.values().stream()
                .flatMap(runner -> runner.answering.stream())
                .toList();
        double each = (double) (time.now() - measured) / Math.max(1, answered.size());
        answered.forEach(job -> service.merge(job.person, each, Double::sum));
        measured = time.now();
    }

    /** What each person has had of the server's time, in nanoseconds. */
    Map<String, Double> service() {
        measure();
        return new TreeMap<>(service);
    }

    /** What {@code /api/ps} lists. */
    Set<String> models() {
        Set<String> models = new HashSet<>();
        runners.keySet().forEach(key -> models.add(key.model()));
        return models;
    }

    /** How often a model has been loaded. */
    long loads() {
        return loads;
    }

    /** The most requests that have waited inside for a slot of one model. */
    int mostInside() {
        return mostInside;
    }

    /** How many requests for a model that did not fit came while another one was at work. */
    int foreignWhileBusy() {
        return foreignWhileBusy;
    }
}
