package org.corral.access;

/** The account that everybody on this machine has while corral.auth is off. */
public record LocalAdmin(String accountId) {}
