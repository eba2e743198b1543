package org.corral.account;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Locale;
import java.util.Map;

/**
 * A search for accounts.
 *
 * @param query part of a name or e-mail address, in any case; empty for all
 * @param orderBy one of {@link #ORDERS}
 * @param page 1 for the first
 */
public record AccountSearch(String query, String orderBy, boolean descending, int page) {
    static final int PAGE_SIZE = 30;

    /** The names of the orders, each with the attribute that it stands for. */
    public static final Map<String, String> ORDERS = Map.of(
            "name", "lower(a.name)",
            "email", "a.emailKey",
            "role", "a.role",
            "created_at", "a.createdAt",
            "updated_at", "a.updatedAt",
            "last_active_at", "a.lastActiveAt");

    private static final String WHERE =
            " from Account a where lower(a.name) like :part escape '!' or a.emailKey like :part escape '!'";

    AccountPage run(EntityManager em) {
        long total =
                filled(em.createQuery("select count(a)" + WHERE, Long.class)).getSingleResult();
        String order = ORDERS.get(orderBy) + (descending ? " desc" : " asc") + ", a.id asc";
        TypedQuery<Account> accounts = filled(em.createQuery("select a" + WHERE + " order by " + order, Account.class));
        return new AccountPage(
                accounts.setFirstResult((page - 1) * PAGE_SIZE)
                        .setMaxResults(PAGE_SIZE)
                        .getResultList(),
                total);
    }

    private <T> TypedQuery<T> filled(TypedQuery<T> typed) {
        String part = query.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
        return typed.setParameter("part", "%" + part + "%");
    }
}
