package org.corral.account;

/** How the making of an account ended, as a value that a transaction can give back. */
sealed interface Creation {
    record Made(Account account) implements Creation {}

    record EmailTaken() implements Creation {}

    /** It was to be the first account, and is not. */
    record NotFirst() implements Creation {}
}
