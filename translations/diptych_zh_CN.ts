<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>HistoryText</name>
    <message>
        <source>text encoder %1, transformer %2, autoencoder %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, seed %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RequestChanges</name>
    <message>
        <source>(empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an empty block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Think block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beginning of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidy blanks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formatted by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drawn at random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance ends at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip-layer guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1 pixels, strength %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, strength %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger words</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::AboutDialog</name>
    <message>
        <source>About Diptych</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diptych %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws pictures from words, on this machine. Licensed under Apache-2.0; Qt is used under the LGPL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::Actions</name>
    <message>
        <source>&amp;Open a picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at a picture and read its settings; those of other programs are understood too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget which pictures were opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a &amp;model folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw with a checkpoint that you have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ind models…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for models that other programs have fetched, or read what to fetch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the &amp;demo model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw with the small model that comes with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save picture as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the picture as PNG, JPEG or WebP where you want it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder in which the picture was stored by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the last change of the text or of the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all &amp;settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set every number to what is recommended for the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the picture together with how it was made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste a picture&apos;s settin&amp;gs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the settings of the copied picture, file or text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that can be set once and for all, and every shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that you save or copy tell how they were made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Numbers, but no text of yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that you save or copy tell settings, but no prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N&amp;othing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that you save or copy tell nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw; while a drawing runs, queue behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate &amp;next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue in front of what waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Interrupt and generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the drawing that runs and begin with this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the drawing that runs, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top after this picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish the picture that is drawn, then stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let nothing new begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lear the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out everything that waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove failed and cancelled &amp;jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidy the list of jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use &amp;everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the picture&apos;s prompt and settings into the form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the &amp;prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the picture&apos;s prompt into the form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the see&amp;d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the picture&apos;s seed into the form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;revious picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the picture before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the picture after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One pixel of the screen for each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;200 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two pixels of the screen for each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enlarge the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the picture smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the &amp;prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the cursor into the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a &amp;template…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the templates, see what they do, and apply one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;write the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the language model write a better prompt to choose from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture on&amp;ly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide every panel, or show them again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange the panels for writing and drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ompare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange the panels for looking at results side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Inspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange the panels for seeing what the model gets and where it runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the history most of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Lock the panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels have no title bars and stay where they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put every panel where it was at first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: light or dark as the system is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High &amp;contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: white and yellow on black, with strong lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Notify when a drawing is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell by a message of the system when a drawing ends and another window is in front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command by its name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy &amp;diagnostics…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a report of a fault should tell, without secrets, to look at and copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Diptych</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version, model and devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perspective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What pictures tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;What pictures tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a command&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::CraftController</name>
    <message>
        <source>The queue is paused: the text is written when it goes on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::Desktop</name>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rewriter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That model cannot be used. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Describe a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what you want to see and press Ctrl+Enter. The bundled demo model draws small pictures; open a model folder (Ctrl+Shift+O) for real ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what you want to see and press Ctrl+Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved form was damaged. Its last good copy was restored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window&apos;s settings were damaged. Their last good copy was restored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved form was damaged, and there is no copy of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. Click for devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diptych</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A drawing runs. Quitting stops it; finished pictures are kept, and what waits comes back at the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drawing failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drawing is done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::DiagnosticsDialog</name>
    <message>
        <source>Diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is all that would be copied. Keys, passwords and your name have been taken out; nothing is sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the report, to be pasted where you describe the fault</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::DropRouter</name>
    <message>
        <source>Let go to look at the picture and read its settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Let go to look at %n pictures; the settings of the first are read</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::gui::GenerationController</name>
    <message>
        <source>Queued. The queue is paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting job(s) were taken out.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The form shows a job that waits. Change it, then put it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use of a job&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was being drawn when Diptych ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) of the last time wait. The queue is paused.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Draw it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::HistoryController</name>
    <message>
        <source>The form holds these settings already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use of a picture&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::ModelDialog</name>
    <message>
        <source>checkpoint folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in Hugging Face&apos;s cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>single files of ComfyUI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>autoencoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Draw with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look in a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check a folder and everything in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look in a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get the real model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Z-Image-Turbo by Tongyi-MAI is on huggingface.co, about 33 GB. Fetch the whole repository into one folder, which then holds transformer, text_encoder, vae, tokenizer and scheduler; then look in that folder. With Hugging Face&apos;s own program:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command that fetches the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command, to be pasted into a terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no Z-Image model in that folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model was found in the usual places.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) on this machine:</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Something of this model is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw with this model from now on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In %1. Nothing is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In %1. Missing or unusable: %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::PictureActions</name>
    <message>
        <source>Save the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use of a picture&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture&apos;s prompt, settings and seed are in the form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use of a picture&apos;s prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture&apos;s prompt is in the form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture&apos;s seed is kept for the next drawings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::PictureImport</name>
    <message>
        <source>Not understood: %1. Pictures are PNG, JPEG or WebP files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The form holds the settings of this picture already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use of another picture&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tells nothing about how it was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copied picture tells nothing about how it was made. Open its file instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was copied holds no settings of a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::PreferenceModel</name>
    <message>
        <source>%1, chosen here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::PreferencesDialog</name>
    <message>
        <source>Remote encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Set back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use what the configuration file or the program says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here is called that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This list is written in the configuration file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default: %1. In force: %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::ShortcutPage</name>
    <message>
        <source>&amp;Set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands and their shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the keys that are to run the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give these keys to the command; without keys it has no shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the command the keys that the program comes with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New shortcut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These keys run “%1” now. Setting them takes them from there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::StatusCells</name>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in use. Click for devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue: %1. Click to see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1/%2 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is longer than what the model was trained with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens of the prompt. Click to go there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::gui::UnfinishedPictures</name>
    <message>
        <source>A picture was drawn but not saved: “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n pictures were drawn but not saved.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Finishing takes only the last step, the decoding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets</name>
    <message>
        <source>Something went wrong inside Diptych.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That cannot be done now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is not possible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file is damaged or of another kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file could not be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The configuration cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s weights do not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version cannot do that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device is missing or failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was not enough memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other machine did not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other machine reported an error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try a smaller size, or let the autoencoder work in tiles (Devices).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please report it with the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model, %1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turning latents into pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture %1 of %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>think text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>beginning of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaces what you wrote as %1. Undo brings it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The template proposes a think block. You have switched it off, so it stays off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw mode is switched off, since templates are for formatted prompts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token %1 of %2: %3 (number %4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens %1 to %2 of %3: %4 (numbers %5)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::CollapsibleSection</name>
    <message numerus="yes">
        <source>%n changed</source>
        <comment>settings of a section</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>diptych::widgets::DiffView</name>
    <message>
        <source>This change is taken. Click to leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This change is left out. Click to take it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::EntryInspector</name>
    <message>
        <source>(no prompt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture file is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a picture to see how it was drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) selected</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Details of the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ta&amp;gs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>portrait, blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags, separated by commas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N&amp;ote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what it was derived from</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::FieldRow</name>
    <message>
        <source>Reset %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed. Recommended: %1. Click to set it back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::FilterBar</name>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older than 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures with this seed:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this filter off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: %1. Take it off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search prompts, tags and notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words in any order; &quot;in quotes&quot;: one behind the other; -word: without it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the history</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::HistoryDelegate</name>
    <message>
        <source>The picture is missing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::HistoryPanel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The history cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every picture that you draw is kept here, with everything that is needed to draw it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that you delete wait here until you delete them for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture matches the search and the filters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) moved to the trash.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Delete for Good</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Delete %n picture(s) for good?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The files are deleted from the disk. This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Use Again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take over the settings of this picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in &amp;Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy &amp;Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to &amp;Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete for Good…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::ImageView</name>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::LoraList</name>
    <message>
        <source>No adapters. Add a .safetensors file, or drop it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a LoRA file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a LoRA file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA files (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 is what the file was trained for; negative does the opposite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::NoticeBar</name>
    <message>
        <source>Notices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::PlacementPanel</name>
    <message>
        <source>%1, %2 free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free its memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frees the model once nothing is drawn; the next drawing loads it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When memory is short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all cores (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the prompt is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the picture is drawn; this takes nearly all of the time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where latents become pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number format in which weights are held. bfloat16 halves the memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the autoencoder works on one part of the picture after another, which takes less memory and more time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many cores compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, the bundled demo model. It is small: its pictures only show that everything works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::PromptPanel</name>
    <message>
        <source>Message parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formatted prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Describe the picture: what is to be seen, where, in which light, in which style.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to steer away from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many pictures to draw, each with a seed of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Raw: the prompt is the whole input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is sent as it is, without the chat format and without the parts below. Write the format&apos;s markers yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instructions to the text encoder; empty for none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Think block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A think block tells the encoder what was thought before answering. The text is kept while the block is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content of the think block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model is to have thought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Think block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beginning of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the assistant&apos;s answer begins; empty for nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy exactly what the text encoder reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tags are added around this text by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The think tags in this text are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The think tags in the beginning of the answer are not in pairs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the text encoder reads, byte for byte.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits. Every drawing you start is listed here until it is done; start the next one while the first is still running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit in the form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel this job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again with a new seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::RecallDialog</name>
    <message>
        <source>%1 (file missing)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of a Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These fields of the form would change. One undo takes all of it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The form holds the settings of this picture already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture was drawn with %1. These fields of the form would change. One undo takes all of it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not &amp;understood, and left as it is here:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of the picture that were not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields that would change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the &amp;picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the field holds now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the picture was drawn with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::RequestModel</name>
    <message>
        <source>Reset settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change of a setting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::ResultModel</name>
    <message>
        <source>Picture without a prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
%2 × %3 pixels, seed %4, %5 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::ResultPanel</name>
    <message>
        <source>Progress of the drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what is drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A drawing runs. Go back to watching it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of this session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2, seed %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::RewriteModel</name>
    <message>
        <source>Waits for its turn. A model that is not loaded yet takes a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model thinks…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. What is there can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens at %2 a second, seed %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::RewriterPanel</name>
    <message>
        <source>The rewriter %1 is gone. Its text is now your own instruction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the text encoder, which is a language model, write a better prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop within one word; what is written stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The variants, each with a seed of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model thought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model thought before it wrote; not a part of the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rewritten prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes of the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Struck through: goes away. Underlined: is new. Click a change, or press Tab and Enter, to leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This becomes the prompt. Undo takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept &amp;part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take over only the changes that are not left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the texts away; the prompt stays as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variant %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a few words into the prompt. Here they become a full description.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Rewrite. You see what would change, and choose what to take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;write again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt is this text already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rewritten prompt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::RewriterSetup</name>
    <message>
        <source>&amp;Think before writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How words are chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Instruction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the language model is told to make of your prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own instruction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the language model is told, in your own words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example: answer with one sentence that adds light, weather and materials.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model reasons first, apart from its answer. Better texts, but it takes several times as long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: only the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Variants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many texts to choose from, each with a seed of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed writes the same text on the same machine; the next variant has the next seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Most tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where a text is cut off, thoughts included. A token is about four letters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;emperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 always takes the likeliest word and tends to repeat itself; around 0.6 is usual; above 1 texts become wild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-&amp;p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose among the likeliest words that together have this share; 1 = all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-&amp;k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose among this many of the likeliest words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M&amp;in-p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out words that are less likely than this share of the likeliest; 0 = none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;resence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes this off the score of words that were written already, so that texts repeat less; 0 = off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repet&amp;ition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same as a factor, on words of the prompt too; 1 = off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model answers to the prompt as it is.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::SeedEdit</name>
    <message>
        <source>Draw a seed and keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the last picture&apos;s seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The seed is kept. Click for a new one each time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each drawing gets a new seed. Click to keep the last one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the last picture&apos;s seed, %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::SettingsPanel</name>
    <message>
        <source>model&apos;s own (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;teps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sche&amp;duler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;hift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>St&amp;rength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Large pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refinement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strip quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left open: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::SizeEdit</name>
    <message>
        <source>Width in pixels, a multiple of 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height in pixels, a multiple of 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange width and height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one of the usual shapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, taken to a multiple of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 : %2   %3 × %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::SourcePictureEdit</name>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw from noise alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a picture to start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::StarsEdit</name>
    <message>
        <source>Stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys 0 to 5</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::TemplateApplier</name>
    <message>
        <source>Template %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template taken off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::TemplateDelegate</name>
    <message>
        <source>%1 · yours</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::TemplateEditor</name>
    <message>
        <source>The think tags are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a control token. The format adds it by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 characters. %2 to %3 steer best.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks for %1 when it is applied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is chosen by: small letters, digits and _</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the list shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its group. Those of the category &quot;rewriter&quot; tell the prompt rewriter what to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One line about what it does to a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ta&amp;gs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words by which it is found, with commas between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the text encoder is told before the prompt. {{mood|calm}} is a field with a default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;System prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the text encoder is told before it reads the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the user has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propose one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propose none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Think &amp;block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the template proposes a think block; what the user has chosen counts more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;hink text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model is to have thought, without the tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Answer begins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the assistant&apos;s answer begins; usually empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are changes that are not saved. Press again to drop them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::TemplateListModel</name>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::TemplatePanel</name>
    <message>
        <source>Search templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every word counts: in names, titles, tags, descriptions and texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All templates, those with a star, those used last, or your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recently used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only templates of one category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do with templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write, edit, duplicate, delete, import or export templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description and tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a tag to search for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the text encoder would read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the text encoder would read with this template, byte for byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a template to see what the text encoder would read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the template into the prompt (Enter). Undo takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Take off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the texts of the template in use out of the prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The template %1 is gone. Its texts stay in the prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The template %1 is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) in template files: %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Everything else can be used. Correct the file, and it is read again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no templates yet. Write one with the menu below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No template matches. Clear the search, or choose another group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No favourites yet. Click the star of a template.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing used yet. Templates that you apply appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have none of your own yet. Duplicate one, or write a new one with the menu below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No template chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {{%1}} stands for. Empty: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {{%1}} stands for. It has no default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Apply again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill in the fields that are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An instruction for the prompt rewriter: choose it in the panel Rewriter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It comes with the program. Duplicate it, and change the copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a template first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Duplicate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Templates (*.md);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Templates (*.md)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::TokenMeter</name>
    <message>
        <source>Token count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens are not counted: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens, %2 beyond the trained range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prompt %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>think block %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>assistant %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>format %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens, counted exactly: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::widgets::WelcomeCards</name>
    <message>
        <source>Use a model that I have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks for Z-Image in Hugging Face&apos;s cache, ComfyUI&apos;s folders and folders of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoder on another machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompts are encoded elsewhere; this machine needs the rest of the model alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get the real model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says what to fetch and where to put it, and checks that it is whole.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>diptych::worker::GenerationQueue</name>
    <message>
        <source>Rewrite: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(no prompt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits to be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 × %2 pixels, seed %3, %n picture(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing, %1 bytes so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last picture: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diptych ended while this was drawn</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
