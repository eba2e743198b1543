package org.corral.account;

/** How the making of an account ended, as a value that a transaction can give back. */
sealed interface CreationResult {
    record Made(Account account) implements CreationResult {}

    record EmailTaken() implements CreationResult {}

    /** It was to be the first account, and is not. */
    record NotFirst() implements CreationResult {}
}
