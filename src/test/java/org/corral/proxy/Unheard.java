package org.corral.proxy;

/** For a download whose source and owner have nothing to do. */
record Unheard() implements Download.Source, Download.Owner {
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void started() {}

    @Override
    public void delivered() {}

    @Override
    public void callerGone(Throwable failure) {}
}
