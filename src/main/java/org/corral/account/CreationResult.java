package org.corral.account;

/** The outcome of making an account, as a value that a transaction can return. */
sealed interface CreationResult {
    record Made(Account account) implements CreationResult {}

    record EmailTaken() implements CreationResult {}

    /** The account was to be the first, and is not. */
    record NotFirst() implements CreationResult {}
}
