package org.corral.account;

import java.util.List;

/**
 * One page of a search.
 *
 * @param total how many accounts there are on all pages
 */
public record AccountPage(List<Account> accounts, long total) {
    public AccountPage {
        accounts = List.copyOf(accounts);
    }
}
