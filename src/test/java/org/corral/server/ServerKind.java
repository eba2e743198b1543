package org.corral.server;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How servers of one kind are started, for one server: there is a class for each kind. It uses the files of the server's folder
 * in {@code server-config} as they are, and adds only what differs from one start to the next: ports, folders, addresses.
 */
interface ServerKind {
    /** What is done once, before the first start. */
    default void prepare(ServerPlace place) throws IOException, InterruptedException {}

    /** Starts the server with the application. It need not be ready when this returns. */
    ProcessHandle start(ServerPlace place) throws IOException, InterruptedException;

    /** Where the server writes its log. */
    Path log(ServerPlace place);
}
