package org.corral.container;

/** A server of which nothing more is known than the servlet API. */
final class UnknownServer implements Server {}
