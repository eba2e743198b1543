package org.corral.access;

/** The account that everybody on this machine has while nobody signs in. */
public record LocalAdmin(String accountId) {}
