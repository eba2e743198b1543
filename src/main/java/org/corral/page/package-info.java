/**
 * The pages for people and their files. They are read once at start, kept in memory plain and compressed, and served under
 * addresses that change with their content. The pages get their data from the HTTP API, like any other client.
 */
@NullMarked
package org.corral.page;

import org.jspecify.annotations.NullMarked;
