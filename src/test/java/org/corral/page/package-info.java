/** The pages, in a real Chromium: what a person sees and does, against the real server and the stand-in Ollama. */
@NullMarked
package org.corral.page;

import org.jspecify.annotations.NullMarked;
