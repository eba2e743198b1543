package org.corral.upstream;

/** The bytes that came are not the response of an HTTP/1 server. The message never quotes them. */
public final class MalformedResponseException extends Exception {
    MalformedResponseException(String why) {
        super(why, null, false, false);
    }
}
