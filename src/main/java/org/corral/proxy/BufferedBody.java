package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.BodyParser;
import org.corral.body.BodyReader;
import org.corral.body.BodyReduction;
import org.corral.body.MemoryBudget;
import org.corral.body.ServletBodySource;
import org.corral.body.WholeBody;
import org.corral.container.CallerConnection;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.ollama.BodyForm;
import org.corral.settings.LingerSettings;
import org.corral.settings.Size;
import org.corral.timing.MonotonicClock;
import org.jspecify.annotations.Nullable;

/** A body that is read as a whole, and understood, before anything of it is sent. */
final class BufferedBody implements InboundBody, BodyReader.Owner {
    private final BodyForm form;
    private final BodyReduction reduction;
    private final String contentType;
    private final CallerConnection caller;
    private final Optional<LingerSettings> linger;
    private final BodyReader bodyReader;
    private final InboundBody.Owner owner;
    private volatile @Nullable WholeBody body; // when it is there

    /**
     * @param reduction what is taken out of it
     * @param most of it
     * @param linger how much of its rest is read when it is not wanted any more; empty if that does not matter to the connection
     */
    BufferedBody(
            HttpServletRequest request,
            BodyForm form,
            BodyReduction reduction,
            Size most,
            MemoryBudget memory,
            Optional<LingerSettings> linger,
            MonotonicClock clock,
            InboundBody.Owner owner)
            throws IOException {
        this.form = form;
        this.reduction = reduction;
        this.caller = CallerConnection.of(request);
        this.linger = linger;
        this.contentType = Optional.ofNullable(request.getContentType()).orElse("");
        ServletBodySource in = new ServletBodySource(
                request.getInputStream(), request.getContentLengthLong(), caller.finishesBodiesEarly());
        this.bodyReader = new BodyReader(in, caller.readers(), most, memory, clock, this);
        this.owner = owner;
    }

    @Override
    public void begin() {
        if (bodyReader.isAcceptable()) {
            caller.sayContinue();
        }
        bodyReader.begin();
    }

    @Override
    public void arrived(WholeBody whole) {
        body = whole;
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
    public boolean isComplete() {
        return body != null;
    }

    @Override
    public OptionalLong owedSince() {
        return bodyReader.owedSince();
    }

    @Override
    public void onTick(long now) {
        bodyReader.onTick(now);
    }

    @Override
    public boolean isOwed() {
        return linger.isPresent() && body == null;
    }

    @Override
    public void leave(Runnable then) {
        if (isOwed()) {
            bodyReader.leave(linger.orElse(LingerSettings.NONE), then);
        } else {
            close();
            then.run();
        }
    }

    @Override
    public void close() {
        bodyReader.close();
        WholeBody whole = body;
        if (whole != null) {
            whole.close();
        }
    }
}
