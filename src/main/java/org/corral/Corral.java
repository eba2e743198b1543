package org.corral;

import jakarta.servlet.ServletContextListener;

/** Builds the objects of every feature when the server starts the application, and closes them when it stops. */
public final class Corral implements ServletContextListener {}
