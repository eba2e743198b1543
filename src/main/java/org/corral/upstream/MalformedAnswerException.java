package org.corral.upstream;

/** What came is not the answer of an HTTP/1 server. The message never quotes it. */
public final class MalformedAnswerException extends Exception {
    MalformedAnswerException(String why) {
        super(why, null, false, false);
    }
}
