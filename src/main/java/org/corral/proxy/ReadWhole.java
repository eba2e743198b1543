package org.corral.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.BodyForm;
import org.corral.body.Cutting;
import org.corral.body.Inflow;
import org.corral.body.Intake;
import org.corral.body.Memory;
import org.corral.body.WholeBody;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.servers.CallersConnection;
import org.corral.settings.LingerSettings;
import org.corral.settings.Size;
import org.jspecify.annotations.Nullable;

/** A body that is read as a whole, and understood, before anything of it is sent. */
final class ReadWhole implements Incoming, Intake.Owner {
    private final BodyForm form;
    private final Cutting cutting;
    private final String contentType;
    private final CallersConnection caller;
    private final Optional<LingerSettings> linger;
    private final Intake intake;
    private final Incoming.Owner owner;
    private volatile @Nullable WholeBody body; // when it is there

    /**
     * @param cutting what is taken out of it
     * @param most of it
     * @param linger how much of its rest is read when it is not wanted any more; empty if that does not matter to the connection
     */
    ReadWhole(
            HttpServletRequest request,
            BodyForm form,
            Cutting cutting,
            Size most,
            Memory memory,
            Optional<LingerSettings> linger,
            Incoming.Owner owner)
            throws IOException {
        this.form = form;
        this.cutting = cutting;
        this.caller = CallersConnection.of(request);
        this.linger = linger;
        this.contentType = Optional.ofNullable(request.getContentType()).orElse("");
        Inflow in = new Inflow(request.getInputStream(), request.getContentLengthLong(), caller.finishesBodiesEarly());
        this.intake = new Intake(in, caller.readers(), most, memory, this);
        this.owner = owner;
    }

    @Override
    public void begin() {
        if (intake.isAcceptable()) {
            caller.sayContinue();
        }
        intake.begin();
    }

    @Override
    public void arrived(WholeBody whole) {
        body = whole;
        try {
            owner.understood(form.read(whole, contentType, cutting), Optional.of(whole));
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
        return intake.owedSince();
    }

    @Override
    public void look(long now) {
        intake.look(now);
    }

    @Override
    public boolean isOwed() {
        return linger.isPresent() && body == null;
    }

    @Override
    public void leave(Runnable then) {
        if (isOwed()) {
            intake.leave(linger.orElse(LingerSettings.NONE), then);
        } else {
            close();
            then.run();
        }
    }

    @Override
    public void close() {
        intake.close();
        WholeBody whole = body;
        if (whole != null) {
            whole.close();
        }
    }
}
