package org.corral.proxy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.corral.access.Caller;
import org.corral.settings.Role;

/** What runs at present, by the account that has asked for it. Thread-safe. */
public final class Running {
    /** Tells whether a caller may have still what he was once permitted. May block shortly for the database. */
    @FunctionalInterface
    public interface Judge {
        boolean mayStill(Caller caller, Role lowest);
    }

    private final Judge judge;
    private final Map<String, Set<Withdrawal>> byAccount = new ConcurrentHashMap<>();

    public Running(Judge judge) {
        this.judge = judge;
    }

    void add(Withdrawal withdrawal, Permission permission) {
        byAccount.compute(permission.caller().id(), (id, known) -> {
            Set<Withdrawal> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(withdrawal);
            return all;
        });
    }

    void remove(Withdrawal withdrawal, Permission permission) {
        byAccount.computeIfPresent(permission.caller().id(), (id, all) -> {
            all.remove(withdrawal);
            return all.isEmpty() ? null : all;
        });
    }

    boolean isPermitted(Permission permission) {
        return judge.mayStill(permission.caller(), permission.lowest());
    }

    /** The rights of this account have changed: what it may have no more is ended before this returns. */
    public void review(String accountId) {
        byAccount.getOrDefault(accountId, Set.of()).forEach(Withdrawal::review);
    }
}
