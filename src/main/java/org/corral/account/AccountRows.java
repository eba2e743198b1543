package org.corral.account;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.corral.settings.Role;

/** Queries for accounts. Each method runs within a transaction of its caller. */
final class AccountRows {
    private AccountRows() {}

    static Optional<Account> byEmail(EntityManager em, EmailAddress email) {
        return em.createQuery("select a from Account a where a.emailKey = :key", Account.class)
                .setParameter("key", email.key())
                .getResultStream()
                .findFirst();
    }

    static Optional<Account> primaryAdmin(EntityManager em) {
        return inSeat(em, Account.PRIMARY);
    }

    static Optional<Account> local(EntityManager em) {
        return inSeat(em, Account.LOCAL);
    }

    private static Optional<Account> inSeat(EntityManager em, String slot) {
        return em.createQuery("select a from Account a where a.slot = :slot", Account.class)
                .setParameter("slot", slot)
                .getResultStream()
                .findFirst();
    }

    /** Whether no other account is an admin. The account of the machine itself does not count. */
    static boolean isOnlyAdmin(EntityManager em, Account account) {
        List<String> another = em.createQuery(
                        "select a.id from Account a where a.role = :admin and a.id <> :id"
                                + " and (a.slot is null or a.slot <> :local)",
                        String.class)
                .setParameter("admin", Role.ADMIN.text())
                .setParameter("id", account.id())
                .setParameter("local", Account.LOCAL)
                .setMaxResults(1)
                .getResultList();
        return another.isEmpty();
    }

    static boolean nobodyHasOne(EntityManager em) {
        List<String> one = em.createQuery(
                        "select a.id from Account a where a.slot is null or a.slot <> :local", String.class)
                .setParameter("local", Account.LOCAL)
                .setMaxResults(1)
                .getResultList();
        return one.isEmpty();
    }
}
