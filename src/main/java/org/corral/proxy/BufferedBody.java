package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.corral.body.BodyCollector;
import org.corral.body.BodyParser;
import org.corral.body.BodyReader;
import org.corral.body.BodyReduction;
import org.corral.body.MemoryBudget;
import org.corral.body.WholeBody;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;
import org.corral.settings.BodySettings;
import org.corral.timing.MonotonicClock;

/** A body that is read as a whole, and understood, before anything of it is sent. */
final class BufferedBody implements InboundBody, BodyCollector.Owner {
    private final BodyForm form;
    private final BodyReduction reduction;
    private final String contentType;
    private final InboundBody.Owner owner;
    private final BodyCollector collector;
    private final BodyReader reader;

    /** @param reduction what is taken out of the body */
    BufferedBody(
            HttpServletRequest request,
            BodyForm form,
            BodyReduction reduction,
            BodySettings settings,
            MemoryBudget memory,
            MonotonicClock clock,
            InboundBody.Owner owner)
            throws IOException {
        this.form = form;
        this.reduction = reduction;
        this.contentType = Optional.ofNullable(request.getContentType()).orElse("");
        this.owner = owner;
        this.collector = new BodyCollector(settings.maxBody(), memory, this);
        this.reader = BodyReader.of(request, settings.linger(), clock, collector);
    }

    @Override
    public void begin() {
        reader.begin();
    }

    @Override
    public void arrived(WholeBody whole) {
        try {
            owner.understood(BodyParser.read(form, whole, contentType, reduction), Optional.of(whole));
        } catch (RefusedException e) {
            owner.notTaken(e.refusal());
        }
    }

    @Override
    public void notTaken(Refusal why) {
        owner.notTaken(why);
    }

    @Override
    public void callerGone(Throwable failure) {
        owner.callerGone(failure);
    }

    @Override
    public Optional<BodyReader> reader() {
        return Optional.of(reader);
    }

    @Override
    public void leave(Runnable then) {
        collector.drop();
        reader.leave(then);
    }

    @Override
    public void close() {
        reader.close();
        collector.drop();
    }
}
