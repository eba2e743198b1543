package org.corral.upstream;

/** Why there is no response, or not the whole of one. */
public enum Failure {
    /** The server refused the connection, or its name or network is unknown. */
    UNREACHABLE("can't be reached"),
    /** No connection came about within the connect time-out. */
    CONNECT_TIMED_OUT("does not accept connections"),
    /** TLS was refused, by either side. */
    TLS_REFUSED("no agreement on TLS"),
    /** The connection was closed before a response began. */
    NO_ANSWER("closed without an answer"),
    /** The connection was closed before a response began, and had carried another request: the server may have been closing it just then. */
    STALE("closed an old connection"),
    /** The bytes that came are no response of HTTP/1. */
    MALFORMED("no answer of HTTP/1"),
    /** The connection was closed within the response. */
    CUT("broke off in mid-answer");

    private final String text;

    Failure(String text) {
        this.text = text;
    }

    /** A few words for people. */
    public String text() {
        return text;
    }

    /** Whether nothing of the request has been sent, so that it can go to another server. */
    public boolean isBeforeSending() {
        return this == UNREACHABLE || this == CONNECT_TIMED_OUT || this == TLS_REFUSED;
    }
}
