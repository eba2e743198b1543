package org.corral.account;

import java.util.List;

/**
 * One page of a search.
 *
 * @param total how many accounts there are on all pages
 */
record AccountPage(List<Account> accounts, long total) {
    AccountPage {
        accounts = List.copyOf(accounts);
    }
}
