<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>HistoryText</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::ConnectionCells</name>
    <message numerus="yes">
        <source>Shared: %n request(s)</source>
        <translation>
            <numerusform>Shared: %n request</numerusform>
            <numerusform>Shared: %n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::DropRouter</name>
    <message numerus="yes">
        <source>Let go to look at %n pictures; the settings of the first are read</source>
        <translation>
            <numerusform>Let go to look at %n picture and read its settings</numerusform>
            <numerusform>Let go to look at %n pictures; the settings of the first are read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Let go to look at %n file(s) of embeddings</source>
        <translation>
            <numerusform>Let go to look at the embeddings</numerusform>
            <numerusform>Let go to look at %n files of embeddings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::GenerationController</name>
    <message numerus="yes">
        <source>%n waiting job(s) were taken out.</source>
        <translation>
            <numerusform>%n waiting job was taken out.</numerusform>
            <numerusform>%n waiting jobs were taken out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) of the last time wait. The queue is paused.</source>
        <translation>
            <numerusform>%n job of the last time waits. The queue is paused.</numerusform>
            <numerusform>%n jobs of the last time wait. The queue is paused.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::ModelDialog</name>
    <message numerus="yes">
        <source>%n model(s) on this machine:</source>
        <translation>
            <numerusform>%n model on this machine:</numerusform>
            <numerusform>%n models on this machine:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::SharingController</name>
    <message numerus="yes">
        <source>Answers at %1: %n request(s)</source>
        <translation>
            <numerusform>Answers at %1: %n request</numerusform>
            <numerusform>Answers at %1: %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> of %n client(s).</source>
        <translation>
            <numerusform> of %n client.</numerusform>
            <numerusform> of %n clients.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::StatusCells</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n waiting</source>
        <translation>
            <numerusform>Paused, %n waiting</numerusform>
            <numerusform>Paused, %n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::UnfinishedPictures</name>
    <message numerus="yes">
        <source>%n pictures were drawn but not saved.</source>
        <translation>
            <numerusform>%n picture was drawn but not saved.</numerusform>
            <numerusform>%n pictures were drawn but not saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::CollapsibleSection</name>
    <message numerus="yes">
        <source>%n changed</source>
        <comment>settings of a section</comment>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::ConnectionTestModel</name>
    <message numerus="yes">
        <source>The server works: %1, %n token(s) of width %2 in %3 ms, %4 MB.</source>
        <translation>
            <numerusform>The server works: %1, %n token of width %2 in %3 ms, %4 MB.</numerusform>
            <numerusform>The server works: %1, %n tokens of width %2 in %3 ms, %4 MB.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::EmbeddingPanel</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n channel</numerusform>
            <numerusform>%n channels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::EntryInspector</name>
    <message numerus="yes">
        <source>%n picture(s) selected</source>
        <translation>
            <numerusform>%n picture selected</numerusform>
            <numerusform>%n pictures selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::HistoryPanel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) moved to the trash.</source>
        <translation>
            <numerusform>%n picture moved to the trash.</numerusform>
            <numerusform>%n pictures moved to the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n picture(s) for good?</source>
        <translation>
            <numerusform>Delete %n picture for good?</numerusform>
            <numerusform>Delete %n pictures for good?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::TemplatePanel</name>
    <message numerus="yes">
        <source>%n problem(s) in template files: %1</source>
        <translation>
            <numerusform>%n problem in template files: %1</numerusform>
            <numerusform>%n problems in template files: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::VariantsDialog</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::worker::GenerationQueue</name>
    <message numerus="yes">
        <source>%1 × %2 pixels, seed %3, %n picture(s)</source>
        <translation>
            <numerusform>%1 × %2 pixels, seed %3, %n picture</numerusform>
            <numerusform>%1 × %2 pixels, seed %3, %n pictures</numerusform>
        </translation>
    </message>
</context>
</TS>
