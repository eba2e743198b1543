package org.corral.account;

import jakarta.security.enterprise.CallerPrincipal;

/** A caller whose password was right in this era of the account. In a later era the password may be another one. */
final class RecognisedCaller extends CallerPrincipal {
    private static final long serialVersionUID = 1L;

    private final long era;

    RecognisedCaller(Account account) {
        super(account.email());
        this.era = account.era();
    }

    boolean isOfPresentEra(Account account) {
        return era == account.era();
    }
}
