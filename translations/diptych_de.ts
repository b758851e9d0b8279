<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>CompareExport</name>
        <message>
            <source>no picture</source>
            <translation>kein Bild</translation>
        </message>
    </context>
    <context>
        <name>HistoryText</name>
        <message>
            <source>text encoder %1, transformer %2, autoencoder %3</source>
            <translation>Text-Encoder %1, Transformer %2, Autoencoder %3</translation>
        </message>
        <message>
            <source>(no prompt)</source>
            <translation>(kein Prompt)</translation>
        </message>
        <message numerus="yes">
            <source>%n star(s)</source>
            <translation>
                <numerusform>%n Stern</numerusform>
                <numerusform>%n Sterne</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 min %2 s</translation>
        </message>
        <message>
            <source>%1, seed %2</source>
            <translation>%1, Seed %2</translation>
        </message>
        <message>
            <source>Drawn</source>
            <translation>Gezeichnet</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>Scheduler</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>Shift</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>Guidance</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>Negativer Prompt</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>Vorlage</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>Ausgangsbild</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>Text-Encoder</translation>
        </message>
        <message>
            <source>Number format</source>
            <translation>Zahlenformat</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>Geräte</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
    </context>
    <context>
        <name>RequestChanges</name>
        <message>
            <source>(empty)</source>
            <translation>(leer)</translation>
        </message>
        <message>
            <source>on</source>
            <translation>ein</translation>
        </message>
        <message>
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>an empty block</source>
            <translation>leerer Block</translation>
        </message>
        <message>
            <source>none</source>
            <translation>ohne</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>Vorlage</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>System-Prompt</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>Denkblock</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>Antwortbeginn</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>Negativer Prompt</translation>
        </message>
        <message>
            <source>Remove quotes</source>
            <translation>Anführungszeichen entfernen</translation>
        </message>
        <message>
            <source>Tidy blanks</source>
            <translation>Leerraum bereinigen</translation>
        </message>
        <message>
            <source>Formatted by hand</source>
            <translation>Von Hand formatiert</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>drawn at random</source>
            <translation>zufällig gewählt</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>Scheduler</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>Rauschstufen</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>Shift</translation>
        </message>
        <message>
            <source>the model's</source>
            <translation>vom Modell</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>Guidance</translation>
        </message>
        <message>
            <source>Guidance limit</source>
            <translation>Guidance-Limit</translation>
        </message>
        <message>
            <source>Guidance ends at</source>
            <translation>Guidance endet bei</translation>
        </message>
        <message>
            <source>Skip-layer guidance</source>
            <translation>Skip-Layer-Guidance</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>Vielfalt</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>Zwei Durchgänge</translation>
        </message>
        <message>
            <source>from %1 pixels, strength %2</source>
            <translation>ausgehend von %1 Pixeln, Stärke %2</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>Verborgene Schicht</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>Lange Prompts</translation>
        </message>
        <message>
            <source>%1, %2 tokens</source>
            <translation>%1, %2 Tokens</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>Ausgangsbild</translation>
        </message>
        <message>
            <source>%1, strength %2</source>
            <translation>%1, Stärke %2</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Trigger words</source>
            <translation>Trigger-Wörter</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>Embeddings</translation>
        </message>
        <message>
            <source>%1, negative %2</source>
            <translation>%1, negativ %2</translation>
        </message>
    </context>
    <context>
        <name>TemplateCategory</name>
        <message>
            <source>Abstract</source>
            <translation>Abstrakt</translation>
        </message>
        <message>
            <source>Art</source>
            <translation>Kunst</translation>
        </message>
        <message>
            <source>Character</source>
            <translation>Figuren</translation>
        </message>
        <message>
            <source>Experimental</source>
            <translation>Experimentell</translation>
        </message>
        <message>
            <source>Games</source>
            <translation>Spiele</translation>
        </message>
        <message>
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <source>Horror</source>
            <translation>Horror</translation>
        </message>
        <message>
            <source>Photography</source>
            <translation>Fotografie</translation>
        </message>
        <message>
            <source>Playful</source>
            <translation>Verspielt</translation>
        </message>
        <message>
            <source>For the rewriter</source>
            <translation>Für den Umschreiber</translation>
        </message>
        <message>
            <source>Science fiction</source>
            <translation>Science-Fiction</translation>
        </message>
        <message>
            <source>Structured prompts</source>
            <translation>Strukturierte Prompts</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>Stil</translation>
        </message>
        <message>
            <source>Technical</source>
            <translation>Technisch</translation>
        </message>
        <message>
            <source>Writing in pictures</source>
            <translation>Schrift im Bild</translation>
        </message>
    </context>
    <context>
        <name>VariantFields</name>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>What is drawn.</source>
            <translation>Was gezeichnet wird.</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>Negativer Prompt</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>System-Prompt</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>Denkblock</translation>
        </message>
        <message>
            <source>Text here switches the block on.</source>
            <translation>Text hier schaltet den Block ein.</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>Antwortbeginn</translation>
        </message>
        <message>
            <source>What the text encoder is told to have begun with.</source>
            <translation>Womit die Antwort des Text-Encoders bereits begonnen haben soll.</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>Guidance</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>Shift</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>Scheduler</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>Rauschstufen</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>Breite</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>Höhe</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>Verborgene Schicht</translation>
        </message>
        <message>
            <source>Empty think block</source>
            <translation>Leerer Denkblock</translation>
        </message>
        <message>
            <source>Remove quotes</source>
            <translation>Anführungszeichen entfernen</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>Lange Prompts</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>Max. Tokens</translation>
        </message>
        <message>
            <source>Guidance limit</source>
            <translation>Guidance-Limit</translation>
        </message>
        <message>
            <source>Guidance ends at</source>
            <translation>Guidance endet bei</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>Vielfalt</translation>
        </message>
        <message>
            <source>Skip-layer guidance</source>
            <translation>Skip-Layer-Guidance</translation>
        </message>
        <message>
            <source>Strength on the source picture</source>
            <translation>Stärke auf dem Ausgangsbild</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>Zwei Durchgänge</translation>
        </message>
        <message>
            <source>LoRA strength</source>
            <translation>LoRA-Stärke</translation>
        </message>
        <message>
            <source>Of every adapter in the form.</source>
            <translation>Aller eingetragenen Adapter.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui</name>
        <message>
            <source>Another template: the same model, but only the first %1 of %2 tokens agree. The server must take the text as it is.</source>
            <translation>Andere Vorlage: dasselbe Modell, aber nur die ersten %1 von %2 Tokens stimmen überein. Der Server muss den Text nehmen, wie er ist.</translation>
        </message>
        <message>
            <source>Another template: the same model, but the prompt was encoded %1. The server must take the text as it is.</source>
            <translation>Andere Vorlage: dasselbe Modell, aber der Prompt wurde %1 codiert. Der Server muss den Text nehmen, wie er ist.</translation>
        </message>
        <message>
            <source>The numbers are the same.</source>
            <translation>Die Zahlen sind dieselben.</translation>
        </message>
        <message>
            <source>Another number format (%1): the same model, a little coarser. Pictures differ a little.</source>
            <translation>Anderes Zahlenformat (%1): dasselbe Modell, etwas gröber. Die Bilder unterscheiden sich ein wenig.</translation>
        </message>
        <message>
            <source>Wrong layer: these are the hidden states of the last layer before the final norm instead of layer %1.</source>
            <translation>Falsche Schicht: Das sind die verborgenen Zustände der letzten Schicht vor der abschließenden Norm statt der Schicht %1.</translation>
        </message>
        <message>
            <source>Wrong layer: these are the hidden states of layer %1 instead of %2. The server counts layers otherwise or has a default of its own.</source>
            <translation>Falsche Schicht: Das sind die verborgenen Zustände der Schicht %1 statt %2. Der Server zählt die Schichten anders oder hat eine eigene Vorgabe.</translation>
        </message>
        <message>
            <source>The prompt was cut off after %1 of %2 tokens. Raise the server's limit.</source>
            <translation>Der Prompt wurde nach %1 von %2 Tokens abgeschnitten. Die Grenze des Servers anheben.</translation>
        </message>
        <message>
            <source>Another model: nothing agrees. Choose the one that the transformer was trained with.</source>
            <translation>Anderes Modell: Nichts stimmt überein. Das Modell wählen, mit dem der Transformer trainiert wurde.</translation>
        </message>
        <message>
            <source>Cosine %1, largest error %2.</source>
            <translation>Kosinus %1, größter Fehler %2.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::AboutDialog</name>
        <message>
            <source>About Diptych</source>
            <translation>Über Diptych</translation>
        </message>
        <message>
            <source>Diptych %1</source>
            <translation>Diptych %1</translation>
        </message>
        <message>
            <source>Draws pictures from words, on this machine. Licensed under Apache-2.0; Qt is used under the LGPL.</source>
            <translation>Zeichnet Bilder aus Worten, auf diesem Rechner. Lizenziert unter Apache-2.0; Qt wird unter der LGPL verwendet.</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Its files</source>
            <translation>Modelldateien</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::Actions</name>
        <message>
            <source>&amp;Open a picture…</source>
            <translation>Bild ö&amp;ffnen…</translation>
        </message>
        <message>
            <source>Look at a picture and read its settings; those of other programs are understood too</source>
            <translation>Ein Bild ansehen und seine Einstellungen lesen; auch die anderer Programme werden verstanden</translation>
        </message>
        <message>
            <source>&amp;Clear this list</source>
            <translation>Liste &amp;leeren</translation>
        </message>
        <message>
            <source>Forget which pictures were opened</source>
            <translation>Vergessen, welche Bilder geöffnet wurden</translation>
        </message>
        <message>
            <source>Open a &amp;model folder…</source>
            <translation>&amp;Modellordner öffnen…</translation>
        </message>
        <message>
            <source>Draw with a checkpoint that you have</source>
            <translation>Mit einem vorhandenen Checkpoint zeichnen</translation>
        </message>
        <message>
            <source>F&amp;ind models…</source>
            <translation>Modelle s&amp;uchen…</translation>
        </message>
        <message>
            <source>Look for models that other programs have fetched, or read what to fetch</source>
            <translation>Modelle suchen, die andere Programme heruntergeladen haben, oder nachlesen, was herunterzuladen ist</translation>
        </message>
        <message>
            <source>Use the &amp;demo model</source>
            <translation>&amp;Demomodell verwenden</translation>
        </message>
        <message>
            <source>Draw with the small model that comes with the program</source>
            <translation>Mit dem kleinen mitgelieferten Modell zeichnen</translation>
        </message>
        <message>
            <source>&amp;Save picture as…</source>
            <translation>Bild &amp;speichern unter…</translation>
        </message>
        <message>
            <source>Write the picture as PNG, JPEG or WebP where you want it</source>
            <translation>Das Bild als PNG, JPEG oder WebP an einem beliebigen Ort speichern</translation>
        </message>
        <message>
            <source>Show in &amp;folder</source>
            <translation>Im &amp;Ordner zeigen</translation>
        </message>
        <message>
            <source>Open the folder in which the picture was stored by itself</source>
            <translation>Den Ordner öffnen, in dem das Bild automatisch gespeichert wurde</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>Leave the program</source>
            <translation>Das Programm beenden</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Rückgängig</translation>
        </message>
        <message>
            <source>Take back the last change of the text or of the settings</source>
            <translation>Die letzte Änderung am Text oder an den Bildeinstellungen zurücknehmen</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>Wieder&amp;holen</translation>
        </message>
        <message>
            <source>Make the change again</source>
            <translation>Die Änderung erneut vornehmen</translation>
        </message>
        <message>
            <source>Reset all &amp;settings</source>
            <translation>Bildeinstellungen &amp;zurücksetzen</translation>
        </message>
        <message>
            <source>Set every number to what is recommended for the model</source>
            <translation>Alle Werte auf die Empfehlung für das Modell setzen</translation>
        </message>
        <message>
            <source>&amp;Copy picture</source>
            <translation>Bild &amp;kopieren</translation>
        </message>
        <message>
            <source>Copy the picture together with how it was made</source>
            <translation>Das Bild samt Angaben zu seiner Entstehung kopieren</translation>
        </message>
        <message>
            <source>Paste a picture's settin&amp;gs</source>
            <translation>Bildeinstellungen ein&amp;fügen</translation>
        </message>
        <message>
            <source>Read the settings of the copied picture, file or text</source>
            <translation>Die Einstellungen aus dem kopierten Bild, der Datei oder dem Text lesen</translation>
        </message>
        <message>
            <source>Pre&amp;ferences…</source>
            <translation>&amp;Einstellungen…</translation>
        </message>
        <message>
            <source>Everything that can be set once and for all, and every shortcut</source>
            <translation>Alles, was sich dauerhaft einstellen lässt, und alle Tastenkürzel</translation>
        </message>
        <message>
            <source>&amp;Everything</source>
            <translation>&amp;Alles</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell how they were made</source>
            <translation>Gespeicherte und kopierte Bilder enthalten alle Angaben zu ihrer Entstehung</translation>
        </message>
        <message>
            <source>&amp;Numbers, but no text of yours</source>
            <translation>&amp;Werte, aber keine eigenen Texte</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell settings, but no prompt</source>
            <translation>Gespeicherte und kopierte Bilder enthalten Einstellungen, aber keinen Prompt</translation>
        </message>
        <message>
            <source>N&amp;othing</source>
            <translation>&amp;Nichts</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell nothing</source>
            <translation>Gespeicherte und kopierte Bilder enthalten keine Angaben</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>&amp;Erzeugen</translation>
        </message>
        <message>
            <source>Draw; while a drawing runs, queue behind it</source>
            <translation>Zeichnen; läuft schon ein Auftrag, dahinter einreihen</translation>
        </message>
        <message>
            <source>Generate &amp;next</source>
            <translation>Als &amp;Nächstes erzeugen</translation>
        </message>
        <message>
            <source>Queue in front of what waits</source>
            <translation>Vor allen wartenden Aufträgen einreihen</translation>
        </message>
        <message>
            <source>&amp;Interrupt and generate</source>
            <translation>&amp;Unterbrechen und erzeugen</translation>
        </message>
        <message>
            <source>Stop the drawing that runs and begin with this one</source>
            <translation>Den laufenden Auftrag stoppen und mit diesem beginnen</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>A&amp;bbrechen</translation>
        </message>
        <message>
            <source>Stop the drawing that runs, now</source>
            <translation>Den laufenden Auftrag sofort stoppen</translation>
        </message>
        <message>
            <source>S&amp;top after this picture</source>
            <translation>Nach diesem Bild &amp;stoppen</translation>
        </message>
        <message>
            <source>Finish the picture that is drawn, then stop</source>
            <translation>Das laufende Bild fertig zeichnen, dann stoppen</translation>
        </message>
        <message>
            <source>&amp;Pause the queue</source>
            <translation>Warteschlange &amp;anhalten</translation>
        </message>
        <message>
            <source>Let nothing new begin</source>
            <translation>Keinen neuen Auftrag beginnen</translation>
        </message>
        <message>
            <source>C&amp;lear the queue</source>
            <translation>Warteschlange &amp;leeren</translation>
        </message>
        <message>
            <source>Take out everything that waits</source>
            <translation>Alle wartenden Aufträge entfernen</translation>
        </message>
        <message>
            <source>Remove failed and cancelled &amp;jobs</source>
            <translation>&amp;Fehlgeschlagene und abgebrochene Aufträge entfernen</translation>
        </message>
        <message>
            <source>Tidy the list of jobs</source>
            <translation>Die Auftragsliste aufräumen</translation>
        </message>
        <message>
            <source>Use &amp;everything</source>
            <translation>&amp;Alles übernehmen</translation>
        </message>
        <message>
            <source>Take the picture's prompt and settings into the form</source>
            <translation>Prompt und Einstellungen des Bildes übernehmen</translation>
        </message>
        <message>
            <source>Use the &amp;prompt</source>
            <translation>&amp;Prompt übernehmen</translation>
        </message>
        <message>
            <source>Take the picture's prompt into the form</source>
            <translation>Den Prompt des Bildes übernehmen</translation>
        </message>
        <message>
            <source>Use the see&amp;d</source>
            <translation>See&amp;d übernehmen</translation>
        </message>
        <message>
            <source>Take the picture's seed into the form</source>
            <translation>Den Seed des Bildes übernehmen</translation>
        </message>
        <message>
            <source>P&amp;revious picture</source>
            <translation>&amp;Vorheriges Bild</translation>
        </message>
        <message>
            <source>Show the picture before</source>
            <translation>Das vorherige Bild zeigen</translation>
        </message>
        <message>
            <source>&amp;Next picture</source>
            <translation>&amp;Nächstes Bild</translation>
        </message>
        <message>
            <source>Show the picture after</source>
            <translation>Das nächste Bild zeigen</translation>
        </message>
        <message>
            <source>&amp;Fit the picture</source>
            <translation>Bild ein&amp;passen</translation>
        </message>
        <message>
            <source>Show the whole picture</source>
            <translation>Das ganze Bild zeigen</translation>
        </message>
        <message>
            <source>&amp;100 %</source>
            <translation>&amp;100 %</translation>
        </message>
        <message>
            <source>One pixel of the screen for each</source>
            <translation>Ein Bildschirmpixel je Bildpixel</translation>
        </message>
        <message>
            <source>&amp;200 %</source>
            <translation>&amp;200 %</translation>
        </message>
        <message>
            <source>Two pixels of the screen for each</source>
            <translation>Zwei Bildschirmpixel je Bildpixel</translation>
        </message>
        <message>
            <source>Zoom &amp;in</source>
            <translation>Ver&amp;größern</translation>
        </message>
        <message>
            <source>Enlarge the picture</source>
            <translation>Das Bild größer zeigen</translation>
        </message>
        <message>
            <source>Zoom &amp;out</source>
            <translation>Ver&amp;kleinern</translation>
        </message>
        <message>
            <source>Make the picture smaller</source>
            <translation>Das Bild kleiner zeigen</translation>
        </message>
        <message>
            <source>Go to the &amp;prompt</source>
            <translation>&amp;Zum Prompt</translation>
        </message>
        <message>
            <source>Put the cursor into the prompt</source>
            <translation>Den Cursor in den Prompt setzen</translation>
        </message>
        <message>
            <source>Find a &amp;template…</source>
            <translation>&amp;Vorlage suchen…</translation>
        </message>
        <message>
            <source>Search the templates, see what they do, and apply one</source>
            <translation>Vorlagen durchsuchen, ihre Wirkung ansehen und eine anwenden</translation>
        </message>
        <message>
            <source>Re&amp;write the prompt</source>
            <translation>Prompt &amp;umschreiben</translation>
        </message>
        <message>
            <source>Let the language model write a better prompt to choose from</source>
            <translation>Das Sprachmodell einen besseren Prompt zur Auswahl schreiben lassen</translation>
        </message>
        <message>
            <source>Picture on&amp;ly</source>
            <translation>Nur das &amp;Bild</translation>
        </message>
        <message>
            <source>Hide every panel, or show them again</source>
            <translation>Alle Bedienfelder ausblenden oder wieder einblenden</translation>
        </message>
        <message>
            <source>F&amp;ull screen</source>
            <translation>Vollbil&amp;d</translation>
        </message>
        <message>
            <source>Use the whole screen</source>
            <translation>Den ganzen Bildschirm nutzen</translation>
        </message>
        <message>
            <source>&amp;Create</source>
            <translation>&amp;Erstellen</translation>
        </message>
        <message>
            <source>Arrange the panels for writing and drawing</source>
            <translation>Bedienfelder zum Schreiben und Zeichnen anordnen</translation>
        </message>
        <message>
            <source>C&amp;ompare</source>
            <translation>Verglei&amp;chen</translation>
        </message>
        <message>
            <source>Arrange the panels for looking at results side by side</source>
            <translation>Bedienfelder so anordnen, dass sich Ergebnisse nebeneinander betrachten lassen</translation>
        </message>
        <message>
            <source>&amp;Inspect</source>
            <translation>&amp;Untersuchen</translation>
        </message>
        <message>
            <source>Arrange the panels for seeing what the model gets and where it runs</source>
            <translation>Bedienfelder so anordnen, dass zu sehen ist, was das Modell bekommt und wo es läuft</translation>
        </message>
        <message>
            <source>&amp;History</source>
            <translation>Ver&amp;lauf</translation>
        </message>
        <message>
            <source>Give the history most of the window</source>
            <translation>Dem Verlauf den größten Teil des Fensters geben</translation>
        </message>
        <message>
            <source>&amp;Lock the panels</source>
            <translation>Bedienfelder &amp;sperren</translation>
        </message>
        <message>
            <source>Panels have no title bars and stay where they are</source>
            <translation>Bedienfelder haben keine Titelleiste und bleiben, wo sie sind</translation>
        </message>
        <message>
            <source>&amp;Reset the layout</source>
            <translation>&amp;Anordnung zurücksetzen</translation>
        </message>
        <message>
            <source>Put every panel where it was at first</source>
            <translation>Alle Bedienfelder an ihren ursprünglichen Platz setzen</translation>
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation>Wie das &amp;System</translation>
        </message>
        <message>
            <source>Theme: light or dark as the system is</source>
            <translation>Farbschema: hell oder dunkel wie das System</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>&amp;Hell</translation>
        </message>
        <message>
            <source>Theme: light</source>
            <translation>Farbschema: hell</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>&amp;Dunkel</translation>
        </message>
        <message>
            <source>Theme: dark</source>
            <translation>Farbschema: dunkel</translation>
        </message>
        <message>
            <source>High &amp;contrast</source>
            <translation>Hoher &amp;Kontrast</translation>
        </message>
        <message>
            <source>Theme: white and yellow on black, with strong lines</source>
            <translation>Farbschema: Weiß und Gelb auf Schwarz, mit kräftigen Linien</translation>
        </message>
        <message>
            <source>&amp;Notify when a drawing is done</source>
            <translation>Nach dem Zeichnen &amp;benachrichtigen</translation>
        </message>
        <message>
            <source>Tell by a message of the system when a drawing ends and another window is in front</source>
            <translation>Eine Systemnachricht zeigen, wenn ein Auftrag endet und ein anderes Fenster im Vordergrund ist</translation>
        </message>
        <message>
            <source>&amp;Commands…</source>
            <translation>&amp;Befehle…</translation>
        </message>
        <message>
            <source>Find a command by its name</source>
            <translation>Einen Befehl nach Namen suchen</translation>
        </message>
        <message>
            <source>Copy &amp;diagnostics…</source>
            <translation>&amp;Diagnose kopieren…</translation>
        </message>
        <message>
            <source>What a report of a fault should tell, without secrets, to look at and copy</source>
            <translation>Angaben für einen Fehlerbericht, ohne vertrauliche Daten, ansehen und kopieren</translation>
        </message>
        <message>
            <source>&amp;About Diptych</source>
            <translation>&amp;Über Diptych</translation>
        </message>
        <message>
            <source>Version, model and devices</source>
            <translation>Version, Modell und Geräte</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farbschema</translation>
        </message>
        <message>
            <source>Perspective</source>
            <translation>Perspektive</translation>
        </message>
        <message>
            <source>What pictures tell</source>
            <translation>Metadaten in Bildern</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>&amp;Zuletzt geöffnet</translation>
        </message>
        <message>
            <source>&amp;What pictures tell</source>
            <translation>Me&amp;tadaten in Bildern</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>Ans&amp;icht</translation>
        </message>
        <message>
            <source>&amp;Window</source>
            <translation>&amp;Fenster</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>&amp;Farbschema</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>&amp;System</source>
            <translation>&amp;System</translation>
        </message>
        <message>
            <source>Language: the system's</source>
            <translation>Sprache: die des Systems</translation>
        </message>
        <message>
            <source>English</source>
            <translation>English</translation>
        </message>
        <message>
            <source>Language: English</source>
            <translation>Sprache: Englisch</translation>
        </message>
        <message>
            <source>Deutsch</source>
            <translation>Deutsch</translation>
        </message>
        <message>
            <source>Language: German</source>
            <translation>Sprache: Deutsch</translation>
        </message>
        <message>
            <source>日本語</source>
            <translation>日本語</translation>
        </message>
        <message>
            <source>Language: Japanese</source>
            <translation>Sprache: Japanisch</translation>
        </message>
        <message>
            <source>简体中文</source>
            <translation>简体中文</translation>
        </message>
        <message>
            <source>Language: Simplified Chinese</source>
            <translation>Sprache: Vereinfachtes Chinesisch</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>&amp;Sprache</translation>
        </message>
        <message>
            <source>Open em&amp;beddings…</source>
            <translation>Embeddin&amp;gs öffnen…</translation>
        </message>
        <message>
            <source>Look at saved embeddings of a prompt, and draw from them</source>
            <translation>Gespeicherte Embeddings eines Prompts ansehen und daraus zeichnen</translation>
        </message>
        <message>
            <source>Sa&amp;ve the prompt's embedding…</source>
            <translation>Embedding des &amp;Prompts speichern…</translation>
        </message>
        <message>
            <source>Encode the prompt and write the embedding with all that is known of it</source>
            <translation>Den Prompt codieren und das Embedding mit allem speichern, was darüber bekannt ist</translation>
        </message>
        <message>
            <source>Encoder on another &amp;machine…</source>
            <translation>Encoder auf anderem Rech&amp;ner…</translation>
        </message>
        <message>
            <source>Encode prompts on servers: choose, test and compare them</source>
            <translation>Prompts auf Servern codieren: Server wählen, testen und vergleichen</translation>
        </message>
        <message>
            <source>S&amp;hare this encoder…</source>
            <translation>Diesen Encoder frei&amp;geben…</translation>
        </message>
        <message>
            <source>Let other programs and machines use the model that is open</source>
            <translation>Andere Programme und Rechner das geöffnete Modell verwenden lassen</translation>
        </message>
        <message>
            <source>&amp;Compare the chosen pictures</source>
            <translation>Gewählte Bilder &amp;vergleichen</translation>
        </message>
        <message>
            <source>Compare what is chosen in the filmstrip; of one picture alone, with the one before</source>
            <translation>Vergleichen, was im Filmstreifen gewählt ist; ein einzelnes Bild mit dem davor</translation>
        </message>
        <message>
            <source>&amp;Open pictures to compare…</source>
            <translation>Bilder zum Vergleichen ö&amp;ffnen…</translation>
        </message>
        <message>
            <source>Add picture files to the comparison, nine at most</source>
            <translation>Bilddateien zum Vergleich hinzufügen, höchstens neun</translation>
        </message>
        <message>
            <source>Draw &amp;variants to compare…</source>
            <translation>Va&amp;rianten zum Vergleichen zeichnen…</translation>
        </message>
        <message>
            <source>Draw the form two to nine times from the same noise, with differences</source>
            <translation>Die Eingaben zwei- bis neunmal aus demselben Rauschen zeichnen, mit Unterschieden</translation>
        </message>
        <message>
            <source>&amp;Use its settings</source>
            <translation>Einstellungen über&amp;nehmen</translation>
        </message>
        <message>
            <source>Take the settings of the marked picture of the comparison into the form</source>
            <translation>Die Einstellungen des markierten Bildes im Vergleich übernehmen</translation>
        </message>
        <message>
            <source>&amp;Take it out</source>
            <translation>&amp;Herausnehmen</translation>
        </message>
        <message>
            <source>Take the marked picture out of the comparison</source>
            <translation>Das markierte Bild aus dem Vergleich herausnehmen</translation>
        </message>
        <message>
            <source>Take &amp;all out</source>
            <translation>&amp;Alle herausnehmen</translation>
        </message>
        <message>
            <source>Take every picture out of the comparison; no file is touched</source>
            <translation>Alle Bilder aus dem Vergleich herausnehmen; keine Datei wird angetastet</translation>
        </message>
        <message>
            <source>&amp;Export the comparison…</source>
            <translation>Vergleich &amp;exportieren…</translation>
        </message>
        <message>
            <source>Write the comparison as one labelled picture, or as a page</source>
            <translation>Den Vergleich als ein beschriftetes Bild oder als Seite speichern</translation>
        </message>
        <message>
            <source>Co&amp;py the comparison</source>
            <translation>Vergleich &amp;kopieren</translation>
        </message>
        <message>
            <source>Copy the comparison as one labelled picture</source>
            <translation>Den Vergleich als ein beschriftetes Bild kopieren</translation>
        </message>
        <message>
            <source>&amp;Compare</source>
            <translation>&amp;Vergleich</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CommandPalette</name>
        <message>
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
        <message>
            <source>Type a command</source>
            <translation>Befehl eingeben</translation>
        </message>
        <message>
            <source>Part of a command's name</source>
            <translation>Teil eines Befehlsnamens</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CompareController</name>
        <message>
            <source>A comparison has nine pictures at most.</source>
            <translation>Ein Vergleich hat höchstens neun Bilder.</translation>
        </message>
        <message>
            <source>is read</source>
            <translation>wird gelesen</translation>
        </message>
        <message>
            <source>Open pictures to compare</source>
            <translation>Bilder zum Vergleichen öffnen</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>Bilder (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
        <message>
            <source>The queue is paused: the variants are drawn when it goes on.</source>
            <translation>Die Warteschlange ist angehalten: Die Varianten werden gezeichnet, sobald sie weiterläuft.</translation>
        </message>
        <message>
            <source>Waits</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird gestoppt…</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <source>Use of a compared picture's settings</source>
            <translation>Übernahme der Einstellungen eines verglichenen Bildes</translation>
        </message>
        <message>
            <source>The settings of the marked picture are in the form.</source>
            <translation>Die Einstellungen des markierten Bildes wurden übernommen.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Export the comparison</source>
            <translation>Vergleich exportieren</translation>
        </message>
        <message>
            <source>One picture (*.png);;Web page (*.html)</source>
            <translation>Ein Bild (*.png);;Webseite (*.html)</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>Gespeichert als %1.</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>Kopiert.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConfiguredTemplate</name>
        <message>
            <source>The configuration names the template %1. It was not applied, since the prompt has texts of your own in its places.</source>
            <translation>Die Konfiguration nennt die Vorlage %1. Sie wurde nicht angewendet, denn an ihren Stellen stehen eigene Texte.</translation>
        </message>
        <message>
            <source>Apply it</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>The configuration names the template %1, which does not exist. The prompt goes on without it.</source>
            <translation>Die Konfiguration nennt die Vorlage %1, die es nicht gibt. Es geht ohne sie weiter.</translation>
        </message>
        <message>
            <source>Choose another one, or correct prompt.template.</source>
            <translation>Wählen Sie eine andere, oder berichtigen Sie prompt.template.</translation>
        </message>
        <message>
            <source>Choose a template</source>
            <translation>Vorlage wählen</translation>
        </message>
        <message>
            <source>The configuration names the template %1, which asks for %2. The prompt goes on without it.</source>
            <translation>Die Konfiguration nennt die Vorlage %1, die nach %2 fragt. Es geht ohne sie weiter.</translation>
        </message>
        <message>
            <source>Fill in its fields and apply it.</source>
            <translation>Füllen Sie ihre Felder aus und wenden Sie sie an.</translation>
        </message>
        <message>
            <source>Fill in</source>
            <translation>Ausfüllen</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionCells</name>
        <message>
            <source>Encoder server</source>
            <translation>Encoder-Server</translation>
        </message>
        <message>
            <source>Sharing</source>
            <translation>Freigabe</translation>
        </message>
        <message>
            <source>Encoder: %1</source>
            <translation>Encoder: %1</translation>
        </message>
        <message>
            <source>Encoder: %1, %2 ms</source>
            <translation>Encoder: %1, %2 ms</translation>
        </message>
        <message>
            <source>The server that encodes prompts. Click to see all of them.</source>
            <translation>Der Server, der Prompts codiert. Ein Klick zeigt alle.</translation>
        </message>
        <message numerus="yes">
            <source>Shared: %n request(s)</source>
            <translation>
                <numerusform>Freigegeben: %n Anfrage</numerusform>
                <numerusform>Freigegeben: %n Anfragen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionController</name>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>Avahi does not run here, so no server is looked for.</source>
            <translation>Avahi läuft hier nicht, daher wird nach keinem Server gesucht.</translation>
        </message>
        <message>
            <source>No server has announced itself.</source>
            <translation>Kein Server hat sich gemeldet.</translation>
        </message>
        <message>
            <source>A short prompt is encoded there and here…</source>
            <translation>Ein kurzer Prompt wird dort und hier codiert…</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionDialog</name>
        <message>
            <source>Other machines</source>
            <translation>Andere Rechner</translation>
        </message>
        <message>
            <source>Encoder servers</source>
            <translation>Encoder-Server</translation>
        </message>
        <message>
            <source>Sharing</source>
            <translation>Freigabe</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CraftController</name>
        <message>
            <source>The queue is paused: the text is written when it goes on.</source>
            <translation>Die Warteschlange ist angehalten: Der Text wird geschrieben, sobald sie weiterläuft.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::Desktop</name>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>Vorlagen</translation>
        </message>
        <message>
            <source>Rewriter</source>
            <translation>Umschreiber</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Aufträge</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>Geräte</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Open a model folder</source>
            <translation>Modellordner öffnen</translation>
        </message>
        <message>
            <source>That model cannot be used. %1</source>
            <translation>Dieses Modell kann nicht verwendet werden. %1</translation>
        </message>
        <message>
            <source>no model</source>
            <translation>kein Modell</translation>
        </message>
        <message>
            <source>Describe a picture</source>
            <translation>Ein Bild beschreiben</translation>
        </message>
        <message>
            <source>Type what you want to see and press Ctrl+Enter. The bundled demo model draws small pictures; open a model folder (Ctrl+Shift+O) for real ones.</source>
            <translation>Eingeben, was zu sehen sein soll, und Strg+Eingabe drücken. Das mitgelieferte Demomodell zeichnet kleine Bilder; für richtige einen Modellordner öffnen (Strg+Umschalt+O).</translation>
        </message>
        <message>
            <source>Type what you want to see and press Ctrl+Enter.</source>
            <translation>Eingeben, was zu sehen sein soll, und Strg+Eingabe drücken.</translation>
        </message>
        <message>
            <source>The saved form was damaged. Its last good copy was restored.</source>
            <translation>Die gespeicherten Eingaben waren beschädigt. Ihre letzte intakte Kopie wurde wiederhergestellt.</translation>
        </message>
        <message>
            <source>The window's settings were damaged. Their last good copy was restored.</source>
            <translation>Die Fenstereinstellungen waren beschädigt. Ihre letzte intakte Kopie wurde wiederhergestellt.</translation>
        </message>
        <message>
            <source>The saved form was damaged, and there is no copy of it.</source>
            <translation>Die gespeicherten Eingaben waren beschädigt, und es gibt keine Kopie davon.</translation>
        </message>
        <message>
            <source>%1. Click for devices.</source>
            <translation>%1. Ein Klick zeigt die Geräte.</translation>
        </message>
        <message>
            <source>Diptych</source>
            <translation>Diptych</translation>
        </message>
        <message>
            <source>A drawing runs. Quitting stops it; finished pictures are kept, and what waits comes back at the next start.</source>
            <translation>Es wird gerade gezeichnet. Beenden bricht das ab; fertige Bilder bleiben erhalten, und wartende Aufträge sind beim nächsten Start wieder da.</translation>
        </message>
        <message>
            <source>Stay</source>
            <translation>Nicht beenden</translation>
        </message>
        <message>
            <source>Stop and quit</source>
            <translation>Stoppen und beenden</translation>
        </message>
        <message>
            <source>The drawing failed</source>
            <translation>Zeichnen fehlgeschlagen</translation>
        </message>
        <message>
            <source>The drawing is done</source>
            <translation>Zeichnen abgeschlossen</translation>
        </message>
        <message>
            <source>The language changes at the next start: a drawing runs.</source>
            <translation>Die Sprache wechselt beim nächsten Start: Es wird gerade gezeichnet.</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>Embeddings</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::DiagnosticsDialog</name>
        <message>
            <source>Diagnostics</source>
            <translation>Diagnose</translation>
        </message>
        <message>
            <source>This is all that would be copied. Keys, passwords and your name have been taken out; nothing is sent anywhere.</source>
            <translation>Nur das hier würde kopiert. Schlüssel, Passwörter und der eigene Name sind entfernt; es wird nichts versendet.</translation>
        </message>
        <message>
            <source>The report</source>
            <translation>Der Bericht</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Copy the report, to be pasted where you describe the fault</source>
            <translation>Den Bericht kopieren, um ihn in eine Fehlerbeschreibung einzufügen</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::DropRouter</name>
        <message>
            <source>Let go to look at the picture and read its settings</source>
            <translation>Loslassen, um das Bild anzusehen und seine Einstellungen zu lesen</translation>
        </message>
        <message numerus="yes">
            <source>Let go to look at %n pictures; the settings of the first are read</source>
            <translation>
                <numerusform>Loslassen, um %n Bild anzusehen; die Einstellungen des ersten werden gelesen</numerusform>
                <numerusform>Loslassen, um %n Bilder anzusehen; die Einstellungen des ersten werden gelesen</numerusform>
            </translation>
        </message>
        <message>
            <source>Let go to look at the pictures and the embeddings</source>
            <translation>Loslassen, um die Bilder und die Embeddings anzusehen</translation>
        </message>
        <message numerus="yes">
            <source>Let go to look at %n file(s) of embeddings</source>
            <translation>
                <numerusform>Loslassen, um %n Datei mit Embeddings anzusehen</numerusform>
                <numerusform>Loslassen, um %n Dateien mit Embeddings anzusehen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::EmbeddingController</name>
        <message>
            <source>Open embeddings</source>
            <translation>Embeddings öffnen</translation>
        </message>
        <message>
            <source>Embeddings (*.safetensors *.npz *.npy)</source>
            <translation>Embeddings (*.safetensors *.npz *.npy)</translation>
        </message>
        <message>
            <source>Save the prompt's embedding</source>
            <translation>Embedding des Prompts speichern</translation>
        </message>
        <message>
            <source>Embeddings (*.safetensors);;numpy (*.npz *.npy)</source>
            <translation>Embeddings (*.safetensors);;numpy (*.npz *.npy)</translation>
        </message>
        <message>
            <source>The queue is paused: the prompt is encoded when it goes on.</source>
            <translation>Die Warteschlange ist angehalten: Der Prompt wird codiert, sobald sie weiterläuft.</translation>
        </message>
        <message>
            <source>The prompt is being encoded.</source>
            <translation>Der Prompt wird codiert.</translation>
        </message>
        <message>
            <source>Cancelled: nothing was written.</source>
            <translation>Abgebrochen: Es wurde nichts geschrieben.</translation>
        </message>
        <message>
            <source>%1 (%2 times)</source>
            <translation>%1 (%2-fach)</translation>
        </message>
        <message>
            <source>Channels far larger than the median one: %1.</source>
            <translation>Kanäle, die weit größer sind als der mittlere: %1.</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>System-Prompt</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>Denkblock</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>Vorlage</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>Verborgene Schicht</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>Text-Encoder</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>Zahlen</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>Erstellt</translation>
        </message>
        <message>
            <source>By Diptych</source>
            <translation>Mit Diptych</translation>
        </message>
        <message>
            <source>Made of</source>
            <translation>Erstellt aus</translation>
        </message>
        <message>
            <source>The form draws from %1. With guidance it needs a negative embedding too: open one and press “Use as negative”, or set the guidance to 0.</source>
            <translation>Gezeichnet wird aus %1. Mit Guidance ist auch ein negatives Embedding nötig: eines öffnen und „Als Negativ verwenden“ drücken, oder die Guidance auf 0 setzen.</translation>
        </message>
        <message>
            <source>The form draws from %1 instead of the prompt.</source>
            <translation>Gezeichnet wird aus %1 statt aus dem Prompt.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::EncoderFallback</name>
        <message>
            <source>No encoder server encoded the prompt; the job waits. Encode on this machine for the rest of this session? %1</source>
            <translation>Kein Encoder-Server hat den Prompt codiert; der Auftrag wartet. Für den Rest dieser Sitzung auf diesem Rechner codieren? %1</translation>
        </message>
        <message>
            <source>No encoder server encoded the prompt; the job waits. %1</source>
            <translation>Kein Encoder-Server hat den Prompt codiert; der Auftrag wartet. %1</translation>
        </message>
        <message>
            <source>This machine has no text encoder of its own. The queue goes on when a server answers.</source>
            <translation>Dieser Rechner hat keinen eigenen Text-Encoder. Die Warteschlange läuft weiter, wenn ein Server antwortet.</translation>
        </message>
        <message>
            <source>Encode here</source>
            <translation>Hier codieren</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Wait for a server</source>
            <translation>Auf einen Server warten</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::GenerationController</name>
        <message>
            <source>Queued. The queue is paused.</source>
            <translation>Eingereiht. Die Warteschlange ist angehalten.</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Fortsetzen</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting job(s) were taken out.</source>
            <translation>
                <numerusform>%n wartender Auftrag wurde entfernt.</numerusform>
                <numerusform>%n wartende Aufträge wurden entfernt.</numerusform>
            </translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>The form shows a job that waits. Change it, then put it back.</source>
            <translation>Ein wartender Auftrag ist zum Bearbeiten geöffnet. Nach dem Ändern zurücklegen.</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>Zurücklegen</translation>
        </message>
        <message>
            <source>Leave as it was</source>
            <translation>Unverändert lassen</translation>
        </message>
        <message>
            <source>Use of a job's settings</source>
            <translation>Übernahme von Auftragseinstellungen</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird gestoppt…</translation>
        </message>
        <message>
            <source>Save elsewhere…</source>
            <translation>Anderswo speichern…</translation>
        </message>
        <message>
            <source>“%1” was being drawn when Diptych ended.</source>
            <translation>„%1“ wurde gerade gezeichnet, als Diptych beendet wurde.</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) of the last time wait. The queue is paused.</source>
            <translation>
                <numerusform>%n Auftrag vom letzten Mal wartet. Die Warteschlange ist angehalten.</numerusform>
                <numerusform>%n Aufträge vom letzten Mal warten. Die Warteschlange ist angehalten.</numerusform>
            </translation>
        </message>
        <message>
            <source>Draw it again</source>
            <translation>Noch einmal zeichnen</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::HistoryController</name>
        <message>
            <source>The form holds these settings already.</source>
            <translation>Diese Einstellungen sind bereits eingetragen.</translation>
        </message>
        <message>
            <source>Use of a picture's settings</source>
            <translation>Übernahme von Bildeinstellungen</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ModelDialog</name>
        <message>
            <source>checkpoint folder</source>
            <translation>Checkpoint-Ordner</translation>
        </message>
        <message>
            <source>in Hugging Face's cache</source>
            <translation>im Cache von Hugging Face</translation>
        </message>
        <message>
            <source>single files of ComfyUI</source>
            <translation>Einzeldateien von ComfyUI</translation>
        </message>
        <message>
            <source>text encoder</source>
            <translation>Text-Encoder</translation>
        </message>
        <message>
            <source>autoencoder</source>
            <translation>Autoencoder</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Models on this machine</source>
            <translation>Modelle auf diesem Rechner</translation>
        </message>
        <message>
            <source>&amp;Draw with it</source>
            <translation>&amp;Damit zeichnen</translation>
        </message>
        <message>
            <source>&amp;Look in a folder…</source>
            <translation>In &amp;Ordner suchen…</translation>
        </message>
        <message>
            <source>Check a folder and everything in it</source>
            <translation>Einen Ordner und alles darin prüfen</translation>
        </message>
        <message>
            <source>Look in a folder</source>
            <translation>In einem Ordner suchen</translation>
        </message>
        <message>
            <source>Get the real model</source>
            <translation>Das echte Modell beschaffen</translation>
        </message>
        <message>
            <source>Z-Image-Turbo by Tongyi-MAI is on huggingface.co, about 33 GB. Fetch the whole repository into one folder, which then holds transformer, text_encoder, vae, tokenizer and scheduler; then look in that folder. With Hugging Face's own program:</source>
            <translation>Z-Image-Turbo von Tongyi-MAI liegt auf huggingface.co, etwa 33 GB. Das ganze Repository in einen Ordner herunterladen, der dann transformer, text_encoder, vae, tokenizer und scheduler enthält; danach in diesem Ordner suchen. Mit dem Programm von Hugging Face:</translation>
        </message>
        <message>
            <source>Command that fetches the model</source>
            <translation>Befehl, der das Modell herunterlädt</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Copy the command, to be pasted into a terminal</source>
            <translation>Den Befehl kopieren, um ihn in ein Terminal einzufügen</translation>
        </message>
        <message>
            <source>Looking for models…</source>
            <translation>Modelle werden gesucht…</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 – %2</translation>
        </message>
        <message>
            <source>There is no Z-Image model in that folder.</source>
            <translation>In diesem Ordner gibt es kein Z-Image-Modell.</translation>
        </message>
        <message>
            <source>No model was found in the usual places.</source>
            <translation>An den üblichen Orten wurde kein Modell gefunden.</translation>
        </message>
        <message numerus="yes">
            <source>%n model(s) on this machine:</source>
            <translation>
                <numerusform>%n Modell auf diesem Rechner:</numerusform>
                <numerusform>%n Modelle auf diesem Rechner:</numerusform>
            </translation>
        </message>
        <message>
            <source>Something of this model is missing</source>
            <translation>Von diesem Modell fehlt etwas</translation>
        </message>
        <message>
            <source>Draw with this model from now on</source>
            <translation>Ab jetzt mit diesem Modell zeichnen</translation>
        </message>
        <message>
            <source>In %1. Nothing is missing.</source>
            <translation>In %1. Es fehlt nichts.</translation>
        </message>
        <message>
            <source>In %1. Missing or unusable: %2.</source>
            <translation>In %1. Fehlend oder unbrauchbar: %2.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PictureActions</name>
        <message>
            <source>Save the picture</source>
            <translation>Bild speichern</translation>
        </message>
        <message>
            <source>PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)</source>
            <translation>PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>Gespeichert als %1.</translation>
        </message>
        <message>
            <source>Save elsewhere…</source>
            <translation>Anderswo speichern…</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>Kopiert.</translation>
        </message>
        <message>
            <source>Use of a picture's settings</source>
            <translation>Übernahme von Bildeinstellungen</translation>
        </message>
        <message>
            <source>The picture's prompt, settings and seed are in the form.</source>
            <translation>Prompt, Einstellungen und Seed des Bildes wurden übernommen.</translation>
        </message>
        <message>
            <source>Use of a picture's prompt</source>
            <translation>Übernahme eines Prompts</translation>
        </message>
        <message>
            <source>The picture's prompt is in the form.</source>
            <translation>Der Prompt des Bildes wurde übernommen.</translation>
        </message>
        <message>
            <source>The picture's seed is kept for the next drawings.</source>
            <translation>Der Seed des Bildes wird für die nächsten Bilder beibehalten.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PictureImport</name>
        <message>
            <source>Not understood: %1. Pictures are PNG, JPEG or WebP files.</source>
            <translation>Nicht verstanden: %1. Bilder sind PNG-, JPEG- oder WebP-Dateien.</translation>
        </message>
        <message>
            <source>The form holds the settings of this picture already.</source>
            <translation>Die Einstellungen dieses Bildes sind bereits eingetragen.</translation>
        </message>
        <message>
            <source>Use of another picture's settings</source>
            <translation>Übernahme der Einstellungen eines anderen Bildes</translation>
        </message>
        <message>
            <source>%1 tells nothing about how it was made.</source>
            <translation>%1 enthält keine Angaben zur Entstehung.</translation>
        </message>
        <message>
            <source>Draw from it</source>
            <translation>Als Ausgangsbild nutzen</translation>
        </message>
        <message>
            <source>The copied picture tells nothing about how it was made. Open its file instead.</source>
            <translation>Das kopierte Bild enthält keine Angaben zu seiner Entstehung. Stattdessen die Datei öffnen.</translation>
        </message>
        <message>
            <source>What was copied holds no settings of a picture.</source>
            <translation>Das Kopierte enthält keine Bildeinstellungen.</translation>
        </message>
        <message>
            <source>Open a picture</source>
            <translation>Bild öffnen</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>Bilder (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PreferenceModel</name>
        <message>
            <source>%1, chosen here</source>
            <translation>%1, hier gewählt</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>Einstellung</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PreferencesDialog</name>
        <message>
            <source>Remote encoder</source>
            <translation>Remote-Encoder</translation>
        </message>
        <message>
            <source>Skip layers</source>
            <translation>Skip-Layer</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>&amp;Set back</source>
            <translation>Zurück&amp;setzen</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Search the settings</source>
            <translation>Einstellungen durchsuchen</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Parts of the settings</source>
            <translation>Bereiche der Einstellungen</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Use what the configuration file or the program says</source>
            <translation>Verwenden, was die Konfigurationsdatei oder das Programm vorgibt</translation>
        </message>
        <message>
            <source>All settings</source>
            <translation>Alle Einstellungen</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Nothing here is called that.</source>
            <translation>Hier gibt es nichts mit diesem Namen.</translation>
        </message>
        <message>
            <source>Takes %1.</source>
            <translation>Erlaubt: %1.</translation>
        </message>
        <message>
            <source>This list is written in the configuration file.</source>
            <translation>Diese Liste wird in der Konfigurationsdatei bearbeitet.</translation>
        </message>
        <message>
            <source>Default: %1. In force: %2.</source>
            <translation>Vorgabe: %1. Es gilt: %2.</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>Geräte</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>Text-Encoder</translation>
        </message>
        <message>
            <source>Generation</source>
            <translation>Erzeugen</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Rewriter</source>
            <translation>Umschreiber</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>Scheduler</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>Ausgangsbild</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>Kacheln</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>Zwei Durchgänge</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>Vielfalt</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::SharingController</name>
        <message>
            <source>Other machines are only answered with a key. Make one, or share with this machine alone.</source>
            <translation>Anderen Rechnern wird nur mit einem Schlüssel geantwortet. Einen erzeugen oder nur für diesen Rechner freigeben.</translation>
        </message>
        <message>
            <source>Choose at least one thing to offer.</source>
            <translation>Mindestens eines zum Anbieten auswählen.</translation>
        </message>
        <message>
            <source>Diptych on %1</source>
            <translation>Diptych auf %1</translation>
        </message>
        <message>
            <source>The server begins…</source>
            <translation>Der Server startet…</translation>
        </message>
        <message>
            <source>The server finishes what is under way…</source>
            <translation>Der Server beendet, was im Gange ist…</translation>
        </message>
        <message numerus="yes">
            <source>Answers at %1: %n request(s)</source>
            <translation>
                <numerusform>Antwortet unter %1: %n Anfrage</numerusform>
                <numerusform>Antwortet unter %1: %n Anfragen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source> of %n client(s).</source>
            <translation>
                <numerusform> von %n Gegenstelle.</numerusform>
                <numerusform> von %n Gegenstellen.</numerusform>
            </translation>
        </message>
        <message>
            <source>Other machines on the network find it by themselves.</source>
            <translation>Andere Rechner im Netzwerk finden ihn von selbst.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ShortcutPage</name>
        <message>
            <source>&amp;Set</source>
            <translation>&amp;Zuweisen</translation>
        </message>
        <message>
            <source>&amp;Default</source>
            <translation>&amp;Vorgabe</translation>
        </message>
        <message>
            <source>Commands and their shortcuts</source>
            <translation>Befehle und ihre Tastenkürzel</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>Shortcut</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>New shortcut</source>
            <translation>Neues Tastenkürzel</translation>
        </message>
        <message>
            <source>Press the keys that are to run the command</source>
            <translation>Die Tasten drücken, die den Befehl ausführen sollen</translation>
        </message>
        <message>
            <source>Give these keys to the command; without keys it has no shortcut</source>
            <translation>Dem Befehl diese Tasten zuweisen; ohne Tasten hat er kein Tastenkürzel</translation>
        </message>
        <message>
            <source>Give the command the keys that the program comes with</source>
            <translation>Dem Befehl die voreingestellten Tasten zuweisen</translation>
        </message>
        <message>
            <source>&amp;New shortcut</source>
            <translation>&amp;Neues Tastenkürzel</translation>
        </message>
        <message>
            <source>Choose a command.</source>
            <translation>Einen Befehl auswählen.</translation>
        </message>
        <message>
            <source>These keys run “%1” now. Setting them takes them from there.</source>
            <translation>Diese Tasten führen derzeit „%1“ aus. Beim Zuweisen werden sie dort entfernt.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::StatusCells</name>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Tokens</translation>
        </message>
        <message>
            <source>The model in use. Click for devices.</source>
            <translation>Das verwendete Modell. Ein Klick zeigt die Geräte.</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>Zeichnet</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>Bereit</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n wartet</numerusform>
                <numerusform>%n warten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Paused, %n waiting</source>
            <translation>
                <numerusform>Angehalten, %n wartet</numerusform>
                <numerusform>Angehalten, %n warten</numerusform>
            </translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>The queue: %1. Click to see it.</source>
            <translation>Warteschlange: %1. Ein Klick zeigt sie.</translation>
        </message>
        <message>
            <source>%1/%2 tokens</source>
            <translation>%1/%2 Tokens</translation>
        </message>
        <message>
            <source>The prompt is longer than what the model was trained with.</source>
            <translation>Der Prompt ist länger als alles, womit das Modell trainiert wurde.</translation>
        </message>
        <message>
            <source>Tokens of the prompt. Click to go there.</source>
            <translation>Tokens des Prompts. Ein Klick führt dorthin.</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::UnfinishedPictures</name>
        <message>
            <source>A picture was drawn but not saved: “%1”.</source>
            <translation>Ein Bild wurde gezeichnet, aber nicht gespeichert: „%1“.</translation>
        </message>
        <message numerus="yes">
            <source>%n pictures were drawn but not saved.</source>
            <translation>
                <numerusform>%n Bild wurde gezeichnet, aber nicht gespeichert.</numerusform>
                <numerusform>%n Bilder wurden gezeichnet, aber nicht gespeichert.</numerusform>
            </translation>
        </message>
        <message>
            <source>Finishing takes only the last step, the decoding.</source>
            <translation>Zum Fertigstellen fehlt nur der letzte Schritt, das Decodieren.</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>Fertigstellen</translation>
        </message>
        <message>
            <source>Throw away</source>
            <translation>Verwerfen</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets</name>
        <message>
            <source>Something went wrong inside Diptych.</source>
            <translation>In Diptych ist ein Fehler aufgetreten.</translation>
        </message>
        <message>
            <source>That cannot be done now.</source>
            <translation>Das ist gerade nicht möglich.</translation>
        </message>
        <message>
            <source>A value is not possible.</source>
            <translation>Ein Wert ist nicht zulässig.</translation>
        </message>
        <message>
            <source>A file is missing.</source>
            <translation>Eine Datei fehlt.</translation>
        </message>
        <message>
            <source>A file is damaged or of another kind.</source>
            <translation>Eine Datei ist beschädigt oder von anderer Art.</translation>
        </message>
        <message>
            <source>A file could not be written.</source>
            <translation>Eine Datei konnte nicht geschrieben werden.</translation>
        </message>
        <message>
            <source>The configuration cannot be used.</source>
            <translation>Die Konfiguration kann nicht verwendet werden.</translation>
        </message>
        <message>
            <source>The model's weights do not fit.</source>
            <translation>Die Gewichte des Modells passen nicht.</translation>
        </message>
        <message>
            <source>This version cannot do that.</source>
            <translation>Diese Version kann das nicht.</translation>
        </message>
        <message>
            <source>A device is missing or failed.</source>
            <translation>Ein Gerät fehlt oder ist ausgefallen.</translation>
        </message>
        <message>
            <source>There was not enough memory.</source>
            <translation>Der Speicher reichte nicht aus.</translation>
        </message>
        <message>
            <source>The other machine did not answer.</source>
            <translation>Der andere Rechner hat nicht geantwortet.</translation>
        </message>
        <message>
            <source>The other machine reported an error.</source>
            <translation>Der andere Rechner hat einen Fehler gemeldet.</translation>
        </message>
        <message>
            <source>Stopped.</source>
            <translation>Gestoppt.</translation>
        </message>
        <message>
            <source>Try a smaller size, or let the autoencoder work in tiles (Devices).</source>
            <translation>Eine kleinere Größe wählen oder den Autoencoder in Kacheln arbeiten lassen („Geräte“).</translation>
        </message>
        <message>
            <source>Please report it with the details.</source>
            <translation>Bitte mit den Details melden.</translation>
        </message>
        <message>
            <source>Loading the model, %1 %</source>
            <translation>Modell wird geladen, %1 %</translation>
        </message>
        <message>
            <source>Loading the model</source>
            <translation>Modell wird geladen</translation>
        </message>
        <message>
            <source>Reading the prompt</source>
            <translation>Prompt wird gelesen</translation>
        </message>
        <message>
            <source>Step %1 of %2</source>
            <translation>Schritt %1 von %2</translation>
        </message>
        <message>
            <source>Turning latents into pixels</source>
            <translation>Latents werden zu Pixeln</translation>
        </message>
        <message>
            <source>Saving</source>
            <translation>Wird gespeichert</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 min %2 s</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 h %2 min</translation>
        </message>
        <message>
            <source>Picture %1 of %2: %3</source>
            <translation>Bild %1 von %2: %3</translation>
        </message>
        <message>
            <source>%1, about %2 left</source>
            <translation>%1, noch etwa %2</translation>
        </message>
        <message>
            <source>system prompt</source>
            <translation>System-Prompt</translation>
        </message>
        <message>
            <source>think text</source>
            <translation>Denktext</translation>
        </message>
        <message>
            <source>beginning of the answer</source>
            <translation>Antwortbeginn</translation>
        </message>
        <message>
            <source>Replaces what you wrote as %1. Undo brings it back.</source>
            <translation>Ersetzt die eigenen Eingaben (%1). „Rückgängig“ stellt sie wieder her.</translation>
        </message>
        <message>
            <source> and </source>
            <translation> und </translation>
        </message>
        <message>
            <source>The template proposes a think block. You have switched it off, so it stays off.</source>
            <translation>Die Vorlage schlägt einen Denkblock vor. Er wurde ausgeschaltet und bleibt es auch.</translation>
        </message>
        <message>
            <source>Raw mode is switched off, since templates are for formatted prompts.</source>
            <translation>Der Rohmodus wird ausgeschaltet, denn Vorlagen sind für formatierte Prompts gedacht.</translation>
        </message>
        <message>
            <source>Token %1 of %2: %3 (number %4)</source>
            <translation>Token %1 von %2: %3 (Nummer %4)</translation>
        </message>
        <message>
            <source>Tokens %1 to %2 of %3: %4 (numbers %5)</source>
            <translation>Tokens %1 bis %2 von %3: %4 (Nummern %5)</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ChangesModel</name>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>nicht bekannt</translation>
        </message>
        <message>
            <source>%1 of %2: %3</source>
            <translation>%1 von %2: %3</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CollapsibleSection</name>
        <message numerus="yes">
            <source>%n changed</source>
            <comment>settings of a section</comment>
            <translation>
                <numerusform>%n geändert</numerusform>
                <numerusform>%n geändert</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CompareDetails</name>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>What differs</source>
            <translation>Was sich unterscheidet</translation>
        </message>
        <message>
            <source>Words of the prompt</source>
            <translation>Wörter des Prompts</translation>
        </message>
        <message>
            <source>Compared pictures</source>
            <translation>Verglichene Bilder</translation>
        </message>
        <message>
            <source>Fields that differ</source>
            <translation>Felder, die sich unterscheiden</translation>
        </message>
        <message>
            <source>What became of the prompt's words</source>
            <translation>Was aus den Wörtern des Prompts wurde</translation>
        </message>
        <message>
            <source>How pictures were made is compared when two of them tell it.</source>
            <translation>Wie Bilder entstanden sind, wird verglichen, wenn zwei davon es angeben.</translation>
        </message>
        <message>
            <source>Nothing that they tell about how they were made.</source>
            <translation>Nichts von dem, was sie über ihre Entstehung angeben.</translation>
        </message>
        <message>
            <source>The prompts of %1 and %2 are the same.</source>
            <translation>Die Prompts von %1 und %2 sind gleich.</translation>
        </message>
        <message>
            <source>Two prompts are compared word by word.</source>
            <translation>Zwei Prompts werden Wort für Wort verglichen.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ComparePanel</name>
        <message>
            <source>Nothing to compare yet</source>
            <translation>Noch nichts zu vergleichen</translation>
        </message>
        <message>
            <source>Choose two to nine pictures in the history or in the filmstrip and press C, drop files here, or let Compare ▸ Draw variants draw them.</source>
            <translation>Zwei bis neun Bilder im Verlauf oder im Filmstreifen wählen und C drücken, Dateien hier ablegen oder über Vergleich ▸ Varianten zeichnen lassen.</translation>
        </message>
        <message>
            <source>Let go to compare</source>
            <translation>Loslassen, um zu vergleichen</translation>
        </message>
        <message>
            <source>Side by side (M)</source>
            <translation>Nebeneinander (M)</translation>
        </message>
        <message>
            <source>One over the other, with an edge to move (M; Shift+arrows)</source>
            <translation>Übereinander, mit verschiebbarer Kante (M; Umschalt+Pfeiltasten)</translation>
        </message>
        <message>
            <source>In turns (M; Space holds)</source>
            <translation>Abwechselnd (M; Leertaste hält an)</translation>
        </message>
        <message>
            <source>What is different between the two (M)</source>
            <translation>Was sich zwischen beiden unterscheidet (M)</translation>
        </message>
        <message>
            <source>How differences are shown</source>
            <translation>Wie Unterschiede gezeigt werden</translation>
        </message>
        <message>
            <source>Absolute</source>
            <translation>Absolut</translation>
        </message>
        <message>
            <source>Marked</source>
            <translation>Markiert</translation>
        </message>
        <message>
            <source>Heat map</source>
            <translation>Heatmap</translation>
        </message>
        <message>
            <source>The difference of each colour, brightened</source>
            <translation>Die Differenz jeder Farbe, aufgehellt</translation>
        </message>
        <message>
            <source>The second picture, red where it differs by more than the threshold</source>
            <translation>Das zweite Bild, rot, wo es um mehr als die Schwelle abweicht</translation>
        </message>
        <message>
            <source>From black, the same, over red to white, the most different</source>
            <translation>Von Schwarz (gleich) über Rot bis Weiß (am stärksten verschieden)</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>The least difference of a colour, of 255, that counts</source>
            <translation>Die kleinste Differenz einer Farbe, von 255, die zählt</translation>
        </message>
        <message>
            <source>Edge between the two pictures</source>
            <translation>Kante zwischen den beiden Bildern</translation>
        </message>
        <message>
            <source>Hold the picture that is shown (Space)</source>
            <translation>Beim gezeigten Bild anhalten (Leertaste)</translation>
        </message>
        <message>
            <source>Time for each picture</source>
            <translation>Zeit für jedes Bild</translation>
        </message>
        <message>
            <source>How long each picture is shown</source>
            <translation>Wie lange jedes Bild gezeigt wird</translation>
        </message>
        <message>
            <source> ms</source>
            <translation> ms</translation>
        </message>
        <message>
            <source>First picture of the pair</source>
            <translation>Erstes Bild des Paars</translation>
        </message>
        <message>
            <source>First picture of the pair (Alt+1 to Alt+9)</source>
            <translation>Erstes Bild des Paars (Alt+1 bis Alt+9)</translation>
        </message>
        <message>
            <source>Second picture of the pair</source>
            <translation>Zweites Bild des Paars</translation>
        </message>
        <message>
            <source>Second picture of the pair (1 to 9)</source>
            <translation>Zweites Bild des Paars (1 bis 9)</translation>
        </message>
        <message>
            <source>Exchange the two pictures (X)</source>
            <translation>Die beiden Bilder tauschen (X)</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Two pictures make a difference.</source>
            <translation>Ein Unterschied braucht zwei Bilder.</translation>
        </message>
        <message>
            <source>The difference is shown when both pictures are there.</source>
            <translation>Der Unterschied wird gezeigt, wenn beide Bilder da sind.</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 und %2</translation>
        </message>
        <message>
            <source>%1: equal, pixel by pixel</source>
            <translation>%1: gleich, Pixel für Pixel</translation>
        </message>
        <message>
            <source>%1: MAE %2</source>
            <translation>%1: MAE %2</translation>
        </message>
        <message>
            <source>PSNR %1 dB</source>
            <translation>PSNR %1 dB</translation>
        </message>
        <message>
            <source>SSIM %1</source>
            <translation>SSIM %1</translation>
        </message>
        <message>
            <source>GMSD %1</source>
            <translation>GMSD %1</translation>
        </message>
        <message>
            <source>the larger one scaled down</source>
            <translation>das größere wurde dafür verkleinert</translation>
        </message>
        <message>
            <source>the same noise, %1</source>
            <translation>dasselbe Rauschen, %1</translation>
        </message>
        <message>
            <source>other noise</source>
            <translation>anderes Rauschen</translation>
        </message>
        <message>
            <source>all shown as large as the largest</source>
            <translation>alle so groß wie das größte gezeigt</translation>
        </message>
        <message>
            <source>MAE: mean difference of a colour, 0 to 255. PSNR: 30 dB and more is close. SSIM: likeness of structure, 1 is the same. GMSD: difference of edges, 0 is none.</source>
            <translation>MAE: mittlere Differenz einer Farbe, 0 bis 255. PSNR: Ab 30 dB sind sich die Bilder ähnlich. SSIM: Ähnlichkeit der Struktur, 1 ist gleich. GMSD: Unterschied der Kanten, 0 ist keiner.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CompareSet</name>
        <message>
            <source>%1  %2</source>
            <translation>%1  %2</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CompareView</name>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 und %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionModel</name>
        <message>
            <source>Not used</source>
            <translation>Nicht verwendet</translation>
        </message>
        <message>
            <source>Connecting</source>
            <translation>Verbindet</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Degraded</source>
            <translation>Eingeschränkt</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>Nicht erreichbar</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>Wird gefragt…</translation>
        </message>
        <message>
            <source>Not asked</source>
            <translation>Nicht gefragt</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 ms</translation>
        </message>
        <message>
            <source>Slow: %1 ms</source>
            <translation>Langsam: %1 ms</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 – %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionPanel</name>
        <message>
            <source>&amp;Remove</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <source>Take the server out of the list</source>
            <translation>Den Server aus der Liste nehmen</translation>
        </message>
        <message>
            <source>&amp;Up</source>
            <translation>Nach &amp;oben</translation>
        </message>
        <message>
            <source>Ask this server earlier</source>
            <translation>Diesen Server früher fragen</translation>
        </message>
        <message>
            <source>&amp;Down</source>
            <translation>Nach &amp;unten</translation>
        </message>
        <message>
            <source>Ask this server later</source>
            <translation>Diesen Server später fragen</translation>
        </message>
        <message>
            <source>&amp;Test the connection</source>
            <translation>Verbindung &amp;testen</translation>
        </message>
        <message>
            <source>Try everything from the name to a prompt, and say what fails</source>
            <translation>Alles vom Namen bis zu einem Prompt probieren und sagen, was scheitert</translation>
        </message>
        <message>
            <source>Co&amp;mpare the numbers</source>
            <translation>&amp;Zahlen vergleichen</translation>
        </message>
        <message>
            <source>Encode a short prompt there and here, and say what differs. The text encoder of this machine is loaded for it.</source>
            <translation>Einen kurzen Prompt dort und hier codieren und sagen, was sich unterscheidet. Dafür wird der Text-Encoder dieses Rechners geladen.</translation>
        </message>
        <message>
            <source>&amp;Encode prompts on these servers</source>
            <translation>Prompts auf diesen Servern &amp;codieren</translation>
        </message>
        <message>
            <source>Off, prompts are encoded on this machine and no server is asked</source>
            <translation>Aus: Prompts werden auf diesem Rechner codiert, kein Server wird gefragt</translation>
        </message>
        <message>
            <source>Servers, the first is asked first</source>
            <translation>Server, der erste wird zuerst gefragt</translation>
        </message>
        <message>
            <source>Found on the network</source>
            <translation>Im Netzwerk gefunden</translation>
        </message>
        <message>
            <source>Servers found on the network; Return adds one</source>
            <translation>Im Netzwerk gefundene Server; die Eingabetaste fügt einen hinzu</translation>
        </message>
        <message>
            <source>A double click adds the server</source>
            <translation>Ein Doppelklick fügt den Server hinzu</translation>
        </message>
        <message>
            <source>Address of another server</source>
            <translation>Adresse eines weiteren Servers</translation>
        </message>
        <message>
            <source>&amp;Add</source>
            <translation>&amp;Hinzufügen</translation>
        </message>
        <message>
            <source>Put this address at the end of the list</source>
            <translation>Diese Adresse ans Ende der Liste setzen</translation>
        </message>
        <message>
            <source>the only one that the server has</source>
            <translation>das einzige, das der Server hat</translation>
        </message>
        <message>
            <source>&amp;Forget the key</source>
            <translation>Schlüssel &amp;vergessen</translation>
        </message>
        <message>
            <source>Remove the key from the keychain and from memory</source>
            <translation>Den Schlüssel aus Schlüsselbund und Speicher entfernen</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>The text encoder's name on the server</source>
            <translation>Der Name des Text-Encoders auf dem Server</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>Sent to these servers alone; kept in the system's keychain, never in a file</source>
            <translation>Wird nur an diese Server gesendet; liegt im Schlüsselbund des Systems, nie in einer Datei</translation>
        </message>
        <message>
            <source>Stages of the test</source>
            <translation>Stufen des Tests</translation>
        </message>
        <message>
            <source>A key is set; type to replace it</source>
            <translation>Ein Schlüssel ist gesetzt; zum Ersetzen tippen</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keiner</translation>
        </message>
        <message>
            <source>The key is in the system's keychain.</source>
            <translation>Der Schlüssel liegt im Schlüsselbund des Systems.</translation>
        </message>
        <message>
            <source>The key is kept for this session only: there is no keychain in this build or on this system.</source>
            <translation>Der Schlüssel gilt nur für diese Sitzung: In diesem Build oder System gibt es keinen Schlüsselbund.</translation>
        </message>
        <message>
            <source>The connection is tested…</source>
            <translation>Die Verbindung wird getestet…</translation>
        </message>
        <message>
            <source>Now: %1</source>
            <translation>Jetzt: %1</translation>
        </message>
        <message>
            <source>No server yet. Type the address of a machine on which Diptych shares its encoder into the field below, and press Add.</source>
            <translation>Noch kein Server. Geben Sie unten die Adresse eines Rechners ein, auf dem Diptych seinen Encoder freigibt, und drücken Sie Hinzufügen.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionTestModel</name>
        <message>
            <source>The host's name leads to an address</source>
            <translation>Der Name des Rechners führt zu einer Adresse</translation>
        </message>
        <message>
            <source>The port accepts connections</source>
            <translation>Der Port nimmt Verbindungen an</translation>
        </message>
        <message>
            <source>Certificate and encryption are right; not for http://</source>
            <translation>Zertifikat und Verschlüsselung stimmen; nicht bei http://</translation>
        </message>
        <message>
            <source>What answers speaks HTTP</source>
            <translation>Was antwortet, spricht HTTP</translation>
        </message>
        <message>
            <source>The key is accepted, or none is wanted</source>
            <translation>Der Schlüssel wird angenommen, oder es ist keiner nötig</translation>
        </message>
        <message>
            <source>/v1/models and /v1/hidden_states are there</source>
            <translation>/v1/models und /v1/hidden_states sind da</translation>
        </message>
        <message>
            <source>The model is there and gives the hidden layer</source>
            <translation>Das Modell ist da und liefert die verborgene Schicht</translation>
        </message>
        <message>
            <source>Its hidden states fit the transformer</source>
            <translation>Seine verborgenen Zustände passen zum Transformer</translation>
        </message>
        <message>
            <source>A prompt comes back whole, in time</source>
            <translation>Ein Prompt kommt vollständig und rechtzeitig zurück</translation>
        </message>
        <message>
            <source>Enter the server's key below.</source>
            <translation>Den Schlüssel des Servers unten eintragen.</translation>
        </message>
        <message>
            <source>If the server is yours, name its authority's certificate in the preferences (Remote encoder).</source>
            <translation>Ist es der eigene Server, das Zertifikat seiner Zertifizierungsstelle in den Einstellungen angeben (Remote encoder).</translation>
        </message>
        <message>
            <source>It may be loading its model or be busy: try again, or let it take longer in the preferences (Remote encoder).</source>
            <translation>Vielleicht lädt er sein Modell oder ist beschäftigt: noch einmal versuchen oder ihm in den Einstellungen mehr Zeit geben (Remote encoder).</translation>
        </message>
        <message>
            <source>If you trust that address, add it as a server.</source>
            <translation>Ist dieser Adresse zu trauen, sie als Server hinzufügen.</translation>
        </message>
        <message>
            <source>Try again later, or add a second server.</source>
            <translation>Später noch einmal versuchen oder einen zweiten Server hinzufügen.</translation>
        </message>
        <message>
            <source>Name the model that is meant, and check the address.</source>
            <translation>Das gemeinte Modell nennen und die Adresse prüfen.</translation>
        </message>
        <message>
            <source>waits</source>
            <translation>wartet</translation>
        </message>
        <message>
            <source>is tried</source>
            <translation>wird versucht</translation>
        </message>
        <message>
            <source>passed</source>
            <translation>bestanden</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>gescheitert</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>ausgelassen</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <source>TLS</source>
            <translation>TLS</translation>
        </message>
        <message>
            <source>HTTP</source>
            <translation>HTTP</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>Endpoint</source>
            <translation>Endpunkt</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>Breite</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>Hin und zurück</translation>
        </message>
        <message numerus="yes">
            <source>The server works: %1, %n token(s) of width %2 in %3 ms, %4 MB.</source>
            <translation>
                <numerusform>Der Server funktioniert: %1, %n Token der Breite %2 in %3 ms, %4 MB.</numerusform>
                <numerusform>Der Server funktioniert: %1, %n Tokens der Breite %2 in %3 ms, %4 MB.</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::DiffView</name>
        <message>
            <source>This change is taken. Click to leave it out.</source>
            <translation>Diese Änderung wird übernommen. Klicken, um sie auszulassen.</translation>
        </message>
        <message>
            <source>This change is left out. Click to take it.</source>
            <translation>Diese Änderung wird ausgelassen. Klicken, um sie zu übernehmen.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EmbeddingMap</name>
        <message>
            <source>Values of the embedding: tokens down, channels across</source>
            <translation>Werte des Embeddings: Tokens abwärts, Kanäle quer</translation>
        </message>
        <message>
            <source>Token %1, channel %2: %3. Norm of the token: %4.</source>
            <translation>Token %1, Kanal %2: %3. Norm des Tokens: %4.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EmbeddingPanel</name>
        <message>
            <source>Embeddings</source>
            <translation>Embeddings</translation>
        </message>
        <message>
            <source>An embedding is what the text encoder makes of a prompt, and what the picture is drawn from. Save that of the form, or open or drop a file (.safetensors, .npz, .npy) to look at it and to draw from it.</source>
            <translation>Ein Embedding ist das, was der Text-Encoder aus einem Prompt macht und woraus das Bild gezeichnet wird. Das des eingegebenen Prompts speichern, oder eine Datei (.safetensors, .npz, .npy) öffnen oder ablegen, um sie anzusehen und daraus zu zeichnen.</translation>
        </message>
        <message>
            <source>Which embedding of the file</source>
            <translation>Welches Embedding der Datei</translation>
        </message>
        <message>
            <source>&amp;Draw from it</source>
            <translation>&amp;Daraus zeichnen</translation>
        </message>
        <message>
            <source>Draw from these numbers instead of the prompt</source>
            <translation>Aus diesen Zahlen statt aus dem Prompt zeichnen</translation>
        </message>
        <message>
            <source>Use as &amp;negative</source>
            <translation>Als &amp;Negativ verwenden</translation>
        </message>
        <message>
            <source>With guidance a negative embedding is needed beside the other</source>
            <translation>Mit Guidance ist neben dem anderen ein negatives Embedding nötig</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message numerus="yes">
            <source>%n token(s)</source>
            <translation>
                <numerusform>%n Token</numerusform>
                <numerusform>%n Tokens</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n channel(s)</source>
            <translation>
                <numerusform>%n Kanal</numerusform>
                <numerusform>%n Kanäle</numerusform>
            </translation>
        </message>
        <message>
            <source>Blue is below zero, orange above; colours end at ±%1, which 99 % of the values keep to. Bars: the norm of each token.</source>
            <translation>Blau ist unter null, Orange darüber; die Farben enden bei ±%1, worin 99 % der Werte liegen. Balken: die Norm jedes Tokens.</translation>
        </message>
        <message>
            <source>The form draws from this file.</source>
            <translation>Gezeichnet wird aus dieser Datei.</translation>
        </message>
        <message>
            <source>This is the form's negative.</source>
            <translation>Dies ist das verwendete Negativ.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EntryInspector</name>
        <message>
            <source>(no prompt)</source>
            <translation>(kein Prompt)</translation>
        </message>
        <message>
            <source>The picture file is missing.</source>
            <translation>Die Bilddatei fehlt.</translation>
        </message>
        <message>
            <source>Missing: %1</source>
            <translation>Fehlt: %1</translation>
        </message>
        <message>
            <source>Select a picture to see how it was drawn.</source>
            <translation>Ein Bild auswählen, um zu sehen, wie es gezeichnet wurde.</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) selected</source>
            <translation>
                <numerusform>%n Bild ausgewählt</numerusform>
                <numerusform>%n Bilder ausgewählt</numerusform>
            </translation>
        </message>
        <message>
            <source>Details of the picture</source>
            <translation>Details des Bildes</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>Sterne</translation>
        </message>
        <message>
            <source>Ta&amp;gs</source>
            <translation>Stich&amp;wörter</translation>
        </message>
        <message>
            <source>portrait, blue</source>
            <translation>Porträt, blau</translation>
        </message>
        <message>
            <source>Tags, separated by commas</source>
            <translation>Stichwörter, durch Kommas getrennt</translation>
        </message>
        <message>
            <source>N&amp;ote</source>
            <translation>N&amp;otiz</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Show what it was derived from</source>
            <translation>Ursprungsbild zeigen</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::FieldRow</name>
        <message>
            <source>Reset %1</source>
            <translation>%1 zurücksetzen</translation>
        </message>
        <message>
            <source>Changed. Recommended: %1. Click to set it back.</source>
            <translation>Geändert. Empfohlen: %1. Klicken, um zurückzusetzen.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::FilterBar</name>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>Datum</translation>
        </message>
        <message>
            <source>Any time</source>
            <translation>Beliebig</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
        <message>
            <source>The last 7 days</source>
            <translation>Letzte 7 Tage</translation>
        </message>
        <message>
            <source>The last 30 days</source>
            <translation>Letzte 30 Tage</translation>
        </message>
        <message>
            <source>Older than 30 days</source>
            <translation>Älter als 30 Tage</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>Sterne</translation>
        </message>
        <message>
            <source>Any</source>
            <translation>Beliebig</translation>
        </message>
        <message>
            <source>%1 or more</source>
            <translation>%1 oder mehr</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>Stichwort</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Seed…</source>
            <translation>Seed…</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Filter by Seed</source>
            <translation>Nach Seed filtern</translation>
        </message>
        <message>
            <source>Pictures with this seed:</source>
            <translation>Bilder mit diesem Seed:</translation>
        </message>
        <message>
            <source>Take this filter off</source>
            <translation>Diesen Filter entfernen</translation>
        </message>
        <message>
            <source>Filter: %1. Take it off</source>
            <translation>Filter: %1. Entfernen</translation>
        </message>
        <message>
            <source>From %1</source>
            <translation>Ab %1</translation>
        </message>
        <message>
            <source>Before %1</source>
            <translation>Vor %1</translation>
        </message>
        <message>
            <source>Tag: %1</source>
            <translation>Stichwort: %1</translation>
        </message>
        <message>
            <source>Model: %1</source>
            <translation>Modell: %1</translation>
        </message>
        <message>
            <source>LoRA: %1</source>
            <translation>LoRA: %1</translation>
        </message>
        <message>
            <source>Seed: %1</source>
            <translation>Seed: %1</translation>
        </message>
        <message>
            <source>Search prompts, tags and notes</source>
            <translation>Prompts, Stichwörter und Notizen durchsuchen</translation>
        </message>
        <message>
            <source>Search the history</source>
            <translation>Verlauf durchsuchen</translation>
        </message>
        <message>
            <source>Words in any order; "in quotes": one behind the other; -word: without it</source>
            <translation>Wörter in beliebiger Reihenfolge; "in Anführungszeichen": direkt hintereinander; -wort: ohne dieses</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Filter the history</source>
            <translation>Verlauf filtern</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::HistoryDelegate</name>
        <message>
            <source>The picture is missing</source>
            <translation>Das Bild fehlt</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::HistoryPanel</name>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n Bild</numerusform>
                <numerusform>%n Bilder</numerusform>
            </translation>
        </message>
        <message>
            <source>The history cannot be used</source>
            <translation>Der Verlauf kann nicht verwendet werden</translation>
        </message>
        <message>
            <source>No pictures yet</source>
            <translation>Noch keine Bilder</translation>
        </message>
        <message>
            <source>Every picture that you draw is kept here, with everything that is needed to draw it again.</source>
            <translation>Jedes gezeichnete Bild wird hier aufbewahrt, mit allem, was nötig ist, um es noch einmal zu zeichnen.</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>Der Papierkorb ist leer</translation>
        </message>
        <message>
            <source>Pictures that you delete wait here until you delete them for good.</source>
            <translation>Gelöschte Bilder bleiben hier, bis sie endgültig gelöscht werden.</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <source>No picture matches the search and the filters.</source>
            <translation>Kein Bild passt zur Suche und zu den Filtern.</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>Sterne</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) moved to the trash.</source>
            <translation>
                <numerusform>%n Bild in den Papierkorb verschoben.</numerusform>
                <numerusform>%n Bilder in den Papierkorb verschoben.</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete for Good</source>
            <translation>Endgültig löschen</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n picture(s) for good?</source>
            <translation>
                <numerusform>%n Bild endgültig löschen?</numerusform>
                <numerusform>%n Bilder endgültig löschen?</numerusform>
            </translation>
        </message>
        <message>
            <source>The files are deleted from the disk. This cannot be undone.</source>
            <translation>Die Dateien werden vom Datenträger gelöscht. Das lässt sich nicht rückgängig machen.</translation>
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation>&amp;Löschen</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>&amp;Use Again…</source>
            <translation>Wieder&amp;verwenden…</translation>
        </message>
        <message>
            <source>Take over the settings of this picture</source>
            <translation>Die Einstellungen dieses Bildes übernehmen</translation>
        </message>
        <message>
            <source>&amp;Open</source>
            <translation>Ö&amp;ffnen</translation>
        </message>
        <message>
            <source>Show in &amp;Folder</source>
            <translation>Im &amp;Ordner zeigen</translation>
        </message>
        <message>
            <source>Copy &amp;Prompt</source>
            <translation>&amp;Prompt kopieren</translation>
        </message>
        <message>
            <source>Move to &amp;Trash</source>
            <translation>In den Papier&amp;korb</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>&amp;Restore</source>
            <translation>Wieder&amp;herstellen</translation>
        </message>
        <message>
            <source>&amp;Delete for Good…</source>
            <translation>Endgültig &amp;löschen…</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>&amp;Compare</source>
            <translation>&amp;Vergleichen</translation>
        </message>
        <message>
            <source>Compare the chosen pictures; one is added to the comparison</source>
            <translation>Die gewählten Bilder vergleichen; ein einzelnes kommt zum Vergleich hinzu</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ImageView</name>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::LoraList</name>
        <message>
            <source>No adapters. Add a .safetensors file, or drop it here.</source>
            <translation>Keine Adapter. Eine .safetensors-Datei hinzufügen oder hier ablegen.</translation>
        </message>
        <message>
            <source>Add a LoRA file…</source>
            <translation>LoRA-Datei hinzufügen…</translation>
        </message>
        <message>
            <source>Add a LoRA file</source>
            <translation>LoRA-Datei hinzufügen</translation>
        </message>
        <message>
            <source>LoRA files (*.safetensors)</source>
            <translation>LoRA-Dateien (*.safetensors)</translation>
        </message>
        <message>
            <source>Strength of %1</source>
            <translation>Stärke von %1</translation>
        </message>
        <message>
            <source>1 is what the file was trained for; negative does the opposite</source>
            <translation>Bei 1 wirkt die Datei wie trainiert; negative Werte bewirken das Gegenteil</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>%1 entfernen</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::MemoryForecast</name>
        <message>
            <source>Load</source>
            <translation>Laden</translation>
        </message>
        <message>
            <source>Read the prompt</source>
            <translation>Prompt lesen</translation>
        </message>
        <message>
            <source>Draw</source>
            <translation>Zeichnen</translation>
        </message>
        <message>
            <source>Make pixels</source>
            <translation>Pixel erzeugen</translation>
        </message>
        <message>
            <source>text encoder</source>
            <translation>Text-Encoder</translation>
        </message>
        <message>
            <source>transformer</source>
            <translation>Transformer</translation>
        </message>
        <message>
            <source>autoencoder</source>
            <translation>Autoencoder</translation>
        </message>
        <message>
            <source>computing</source>
            <translation>Rechnen</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>Immer</translation>
        </message>
        <message>
            <source>Freed after use</source>
            <translation>Nach Gebrauch freigegeben</translation>
        </message>
        <message>
            <source>Block by block</source>
            <translation>Block für Block</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>Does not fit: %1.</source>
            <translation>Passt nicht: %1.</translation>
        </message>
        <message>
            <source>Tight, other programs need some too: %1.</source>
            <translation>Knapp, andere Programme brauchen auch etwas: %1.</translation>
        </message>
        <message>
            <source>%1 × %2 would fit. The choice “Low memory” takes the least.</source>
            <translation>%1 × %2 würde passen. Die Wahl „Wenig Speicher“ braucht am wenigsten.</translation>
        </message>
        <message>
            <source>The choice “Low memory” takes the least; so does a smaller picture.</source>
            <translation>Die Wahl „Wenig Speicher“ braucht am wenigsten; ein kleineres Bild hilft auch.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::MemoryForecastView</name>
        <message>
            <source>Predicted memory</source>
            <translation>Voraussichtlicher Speicherbedarf</translation>
        </message>
        <message>
            <source>The sizes of this model are not known.</source>
            <translation>Die Größen dieses Modells sind nicht bekannt.</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>%1. %2</source>
            <translation>%1. %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::NoticeBar</name>
        <message>
            <source>Notices</source>
            <translation>Hinweise</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Details kopieren</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::PlacementPanel</name>
        <message>
            <source>%1, %2 free</source>
            <translation>%1, %2 frei</translation>
        </message>
        <message>
            <source>usable</source>
            <translation>nutzbar</translation>
        </message>
        <message>
            <source>not usable</source>
            <translation>nicht nutzbar</translation>
        </message>
        <message>
            <source>Free its memory</source>
            <translation>Speicher freigeben</translation>
        </message>
        <message>
            <source>Frees the model once nothing is drawn; the next drawing loads it again</source>
            <translation>Gibt das Modell frei, sobald nichts mehr gezeichnet wird; beim nächsten Zeichnen wird es wieder geladen</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Where it runs</source>
            <translation>Wo es läuft</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>Geräte</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>Immer</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nie</translation>
        </message>
        <message>
            <source>all cores (%1)</source>
            <translation>alle Kerne (%1)</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>Text-Encoder</translation>
        </message>
        <message>
            <source>Where the prompt is read</source>
            <translation>Wo der Prompt gelesen wird</translation>
        </message>
        <message>
            <source>Transformer</source>
            <translation>Transformer</translation>
        </message>
        <message>
            <source>Where the picture is drawn; this takes nearly all of the time</source>
            <translation>Wo das Bild gezeichnet wird; das braucht fast die gesamte Zeit</translation>
        </message>
        <message>
            <source>Autoencoder</source>
            <translation>Autoencoder</translation>
        </message>
        <message>
            <source>Where latents become pixels</source>
            <translation>Wo aus Latents Pixel werden</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>Gewichte</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>Kacheln</translation>
        </message>
        <message>
            <source>Whether the autoencoder works on one part of the picture after another, which takes less memory and more time</source>
            <translation>Ob der Autoencoder einen Teil des Bildes nach dem anderen bearbeitet, was weniger Speicher und mehr Zeit braucht</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>How many cores compute</source>
            <translation>Wie viele Kerne rechnen</translation>
        </message>
        <message>
            <source>%1, the bundled demo model. It is small: its pictures only show that everything works.</source>
            <translation>%1, das mitgelieferte Demomodell. Es ist klein: Seine Bilder zeigen nur, dass alles funktioniert.</translation>
        </message>
        <message>
            <source>%1
%2</source>
            <translation>%1
%2</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Fast</source>
            <translation>Schnell</translation>
        </message>
        <message>
            <source>Balanced</source>
            <translation>Ausgewogen</translation>
        </message>
        <message>
            <source>Low memory</source>
            <translation>Wenig Speicher</translation>
        </message>
        <message>
            <source>As chosen below</source>
            <translation>Wie unten gewählt</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Nutzung</translation>
        </message>
        <message>
            <source>Fast keeps everything in memory, Balanced what fits, Low memory as little as possible at a time. Pictures are the same; tiles may differ slightly.</source>
            <translation>„Schnell“ behält alles im Speicher, „Ausgewogen“ was hineinpasst, „Wenig Speicher“ jeweils so wenig wie möglich. Die Bilder sind dieselben; Kacheln können leicht abweichen.</translation>
        </message>
        <message>
            <source>Text encoder is kept</source>
            <translation>Text-Encoder bleibt</translation>
        </message>
        <message>
            <source>How long the text encoder's weights are in memory</source>
            <translation>Wie lange die Gewichte des Text-Encoders im Speicher sind</translation>
        </message>
        <message>
            <source>Transformer is kept</source>
            <translation>Transformer bleibt</translation>
        </message>
        <message>
            <source>How long the transformer's weights are in memory</source>
            <translation>Wie lange die Gewichte des Transformers im Speicher sind</translation>
        </message>
        <message>
            <source>Autoencoder is kept</source>
            <translation>Autoencoder bleibt</translation>
        </message>
        <message>
            <source>How long the autoencoder's weights are in memory</source>
            <translation>Wie lange die Gewichte des Autoencoders im Speicher sind</translation>
        </message>
        <message>
            <source>%1 (auto)</source>
            <translation>%1 (automatisch)</translation>
        </message>
        <message>
            <source>The number format in which weights are held. bfloat16 takes half the memory of float32. int8 takes a quarter of it and int4 a seventh, in the text encoder and the transformer only: loading takes longer, and pictures change a little.</source>
            <translation>Das Zahlenformat, in dem Gewichte gehalten werden. bfloat16 braucht halb so viel Speicher wie float32. int8 braucht ein Viertel und int4 ein Siebtel davon, nur in Text-Encoder und Transformer: das Laden dauert länger, und die Bilder ändern sich ein wenig.</translation>
        </message>
        <message>
            <source>As needed</source>
            <translation>Bei Bedarf</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::PromptPanel</name>
        <message>
            <source>Message parts</source>
            <translation>Nachrichtenteile</translation>
        </message>
        <message>
            <source>Formatted prompt</source>
            <translation>Formatierter Prompt</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>Describe the picture: what is to be seen, where, in which light, in which style.</source>
            <translation>Das Bild beschreiben: was zu sehen ist, wo, in welchem Licht, in welchem Stil.</translation>
        </message>
        <message>
            <source>&amp;Prompt</source>
            <translation>&amp;Prompt</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>Negativer Prompt</translation>
        </message>
        <message>
            <source>What to steer away from</source>
            <translation>Was vermieden werden soll</translation>
        </message>
        <message>
            <source>&amp;Negative prompt</source>
            <translation>&amp;Negativer Prompt</translation>
        </message>
        <message>
            <source>Rewrite</source>
            <translation>Umschreiben</translation>
        </message>
        <message>
            <source>Number of pictures</source>
            <translation>Anzahl der Bilder</translation>
        </message>
        <message>
            <source>How many pictures to draw, each with a seed of its own</source>
            <translation>Wie viele Bilder gezeichnet werden, jedes mit eigenem Seed</translation>
        </message>
        <message>
            <source>&amp;Raw: the prompt is the whole input</source>
            <translation>&amp;Roh: Der Prompt ist die ganze Eingabe</translation>
        </message>
        <message>
            <source>The prompt is sent as it is, without the chat format and without the parts below. Write the format's markers yourself.</source>
            <translation>Der Prompt wird unverändert gesendet, ohne das Chat-Format und ohne die Teile darunter. Die Markierungen des Formats gehören dann mit in den Prompt.</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>System-Prompt</translation>
        </message>
        <message>
            <source>Instructions to the text encoder; empty for none</source>
            <translation>Anweisungen an den Text-Encoder; leer = keine</translation>
        </message>
        <message>
            <source>&amp;System prompt</source>
            <translation>S&amp;ystem-Prompt</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>Denkblock</translation>
        </message>
        <message>
            <source>A think block tells the encoder what was thought before answering. The text is kept while the block is off.</source>
            <translation>Ein Denkblock sagt dem Encoder, was vor der Antwort gedacht wurde. Der Text bleibt erhalten, auch wenn der Block aus ist.</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>Aus</translation>
        </message>
        <message>
            <source>Empty block</source>
            <translation>Leerer Block</translation>
        </message>
        <message>
            <source>With text</source>
            <translation>Mit Text</translation>
        </message>
        <message>
            <source>Content of the think block</source>
            <translation>Inhalt des Denkblocks</translation>
        </message>
        <message>
            <source>What the model is to have thought</source>
            <translation>Was das Modell gedacht haben soll</translation>
        </message>
        <message>
            <source>&amp;Think block</source>
            <translation>Den&amp;kblock</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>Antwortbeginn</translation>
        </message>
        <message>
            <source>How the assistant's answer begins; empty for nothing</source>
            <translation>Wie die Antwort des Assistenten beginnt; leer = nichts</translation>
        </message>
        <message>
            <source>&amp;Assistant</source>
            <translation>Ant&amp;wortbeginn</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy exactly what the text encoder reads</source>
            <translation>Genau das kopieren, was der Text-Encoder liest</translation>
        </message>
        <message>
            <source>The tags are added around this text by themselves.</source>
            <translation>Die Tags um diesen Text werden automatisch ergänzt.</translation>
        </message>
        <message>
            <source>The think tags in this text are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
            <translation>Die Think-Tags in diesem Text sind nicht paarig: Auf jedes &lt;think&gt; muss ein &lt;/think&gt; folgen.</translation>
        </message>
        <message>
            <source>The think tags in the beginning of the answer are not in pairs.</source>
            <translation>Die Think-Tags im Antwortbeginn sind nicht paarig.</translation>
        </message>
        <message>
            <source>Template…</source>
            <translation>Vorlage…</translation>
        </message>
        <message>
            <source>Template: %1</source>
            <translation>Vorlage: %1</translation>
        </message>
        <message>
            <source>What the text encoder reads, byte for byte.</source>
            <translation>Was der Text-Encoder liest, Byte für Byte.</translation>
        </message>
        <message>
            <source>Draw from the prompt again</source>
            <translation>Wieder aus dem Prompt zeichnen</translation>
        </message>
        <message>
            <source>Drawn from the embedding %1, not from this prompt.</source>
            <translation>Gezeichnet wird aus dem Embedding %1, nicht aus diesem Prompt.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::QueuePanel</name>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Nothing waits. Every drawing you start is listed here until it is done; start the next one while the first is still running.</source>
            <translation>Nichts wartet. Jeder gestartete Auftrag steht hier, bis er fertig ist; der nächste kann schon gestartet werden, während der erste noch läuft.</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <source>Edit in the form</source>
            <translation>Zum Bearbeiten öffnen</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>Aus der Liste entfernen</translation>
        </message>
        <message>
            <source>Cancel this job</source>
            <translation>Diesen Auftrag abbrechen</translation>
        </message>
        <message>
            <source>Use these settings</source>
            <translation>Diese Einstellungen übernehmen</translation>
        </message>
        <message>
            <source>Try again with a new seed</source>
            <translation>Mit neuem Seed erneut versuchen</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Details kopieren</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RecallDialog</name>
        <message>
            <source>%1 (file missing)</source>
            <translation>%1 (Datei fehlt)</translation>
        </message>
        <message>
            <source>%1 of %2 fields</source>
            <translation>%1 von %2 Feldern</translation>
        </message>
        <message>
            <source>Missing: %1</source>
            <translation>Fehlt: %1</translation>
        </message>
        <message>
            <source>Use Again</source>
            <translation>Wiederverwenden</translation>
        </message>
        <message>
            <source>Settings of a Picture</source>
            <translation>Einstellungen eines Bildes</translation>
        </message>
        <message>
            <source>These fields of the form would change. One undo takes all of it back.</source>
            <translation>Diese Eingabefelder würden sich ändern. Einmal „Rückgängig“ nimmt alles zurück.</translation>
        </message>
        <message>
            <source>The form holds the settings of this picture already.</source>
            <translation>Die Einstellungen dieses Bildes sind bereits eingetragen.</translation>
        </message>
        <message>
            <source>This picture was drawn with %1. These fields of the form would change. One undo takes all of it back.</source>
            <translation>Dieses Bild wurde mit %1 gezeichnet. Diese Eingabefelder würden sich ändern. Einmal „Rückgängig“ nimmt alles zurück.</translation>
        </message>
        <message>
            <source>Not &amp;understood, and left as it is here:</source>
            <translation>&amp;Nicht verstanden und hier unverändert gelassen:</translation>
        </message>
        <message>
            <source>Settings of the picture that were not understood</source>
            <translation>Nicht verstandene Einstellungen des Bildes</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Feld</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>Jetzt</translation>
        </message>
        <message>
            <source>Of the picture</source>
            <translation>Im Bild</translation>
        </message>
        <message>
            <source>Fields that would change</source>
            <translation>Felder, die sich ändern würden</translation>
        </message>
        <message>
            <source>&amp;Now</source>
            <translation>&amp;Jetzt</translation>
        </message>
        <message>
            <source>Of the &amp;picture</source>
            <translation>Im &amp;Bild</translation>
        </message>
        <message>
            <source>What the field holds now</source>
            <translation>Was das Feld jetzt enthält</translation>
        </message>
        <message>
            <source>What the picture was drawn with</source>
            <translation>Womit das Bild gezeichnet wurde</translation>
        </message>
        <message>
            <source>&amp;Use</source>
            <translation>&amp;Übernehmen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RequestModel</name>
        <message>
            <source>Reset settings</source>
            <translation>Bildeinstellungen zurücksetzen</translation>
        </message>
        <message>
            <source>Change of a setting</source>
            <translation>Änderung einer Einstellung</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ResultModel</name>
        <message>
            <source>Picture without a prompt</source>
            <translation>Bild ohne Prompt</translation>
        </message>
        <message>
            <source>%1
%2 × %3 pixels, seed %4, %5 s</source>
            <translation>%1
%2 × %3 Pixel, Seed %4, %5 s</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ResultPanel</name>
        <message>
            <source>Progress of the drawing</source>
            <translation>Fortschritt beim Zeichnen</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Show what is drawn</source>
            <translation>Laufendes Bild zeigen</translation>
        </message>
        <message>
            <source>A drawing runs. Go back to watching it.</source>
            <translation>Es wird gerade gezeichnet. Wieder dabei zusehen.</translation>
        </message>
        <message>
            <source>Pictures of this session</source>
            <translation>Bilder dieser Sitzung</translation>
        </message>
        <message>
            <source>%1 × %2, seed %3</source>
            <translation>%1 × %2, Seed %3</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriteModel</name>
        <message>
            <source>Waits for its turn. A model that is not loaded yet takes a moment.</source>
            <translation>Steht in der Warteschlange. Ein noch nicht geladenes Modell braucht einen Moment.</translation>
        </message>
        <message>
            <source>The model thinks…</source>
            <translation>Denkt nach…</translation>
        </message>
        <message>
            <source>Writing…</source>
            <translation>Schreibt…</translation>
        </message>
        <message>
            <source>Stopped. What is there can be used.</source>
            <translation>Gestoppt. Das Geschriebene ist verwendbar.</translation>
        </message>
        <message>
            <source>%1 tokens at %2 a second, seed %3</source>
            <translation>%1 Tokens, %2 pro Sekunde, Seed %3</translation>
        </message>
        <message>
            <source>Seed %1</source>
            <translation>Seed %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriterPanel</name>
        <message>
            <source>The rewriter %1 is gone. Its text is now your own instruction.</source>
            <translation>Den Umschreiber „%1“ gibt es nicht mehr. Sein Text ist jetzt die eigene Anweisung.</translation>
        </message>
        <message>
            <source>Re&amp;write</source>
            <translation>&amp;Umschreiben</translation>
        </message>
        <message>
            <source>Let the text encoder, which is a language model, write a better prompt</source>
            <translation>Den Text-Encoder, der ein Sprachmodell ist, einen besseren Prompt schreiben lassen</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>St&amp;opp</translation>
        </message>
        <message>
            <source>Stop within one word; what is written stays</source>
            <translation>Nach höchstens einem Wort stoppen; bereits Geschriebenes bleibt</translation>
        </message>
        <message>
            <source>Variants</source>
            <translation>Varianten</translation>
        </message>
        <message>
            <source>The variants, each with a seed of its own</source>
            <translation>Die Varianten, jede mit eigenem Seed</translation>
        </message>
        <message>
            <source>Thoughts</source>
            <translation>Gedanken</translation>
        </message>
        <message>
            <source>What the model thought</source>
            <translation>Was das Modell gedacht hat</translation>
        </message>
        <message>
            <source>What the model thought before it wrote; not a part of the prompt</source>
            <translation>Was das Modell vor dem Schreiben gedacht hat; nicht Teil des Prompts</translation>
        </message>
        <message>
            <source>The rewritten prompt</source>
            <translation>Der umgeschriebene Prompt</translation>
        </message>
        <message>
            <source>Changes of the prompt</source>
            <translation>Änderungen am Prompt</translation>
        </message>
        <message>
            <source>Struck through: goes away. Underlined: is new. Click a change, or press Tab and Enter, to leave it out.</source>
            <translation>Durchgestrichen: fällt weg. Unterstrichen: ist neu. Auf eine Änderung klicken oder Tabulator und Eingabe drücken, um sie auszulassen.</translation>
        </message>
        <message>
            <source>State of the text</source>
            <translation>Zustand des Textes</translation>
        </message>
        <message>
            <source>&amp;Accept</source>
            <translation>&amp;Übernehmen</translation>
        </message>
        <message>
            <source>This becomes the prompt. Undo takes it back.</source>
            <translation>Das wird der neue Prompt. „Rückgängig“ nimmt ihn zurück.</translation>
        </message>
        <message>
            <source>Accept &amp;part</source>
            <translation>&amp;Teil übernehmen</translation>
        </message>
        <message>
            <source>Take over only the changes that are not left out</source>
            <translation>Nur die nicht ausgelassenen Änderungen übernehmen</translation>
        </message>
        <message>
            <source>&amp;Discard</source>
            <translation>Ver&amp;werfen</translation>
        </message>
        <message>
            <source>Put the texts away; the prompt stays as it is</source>
            <translation>Die Texte verwerfen; der Prompt bleibt, wie er ist</translation>
        </message>
        <message>
            <source>Variant %1</source>
            <translation>Variante %1</translation>
        </message>
        <message>
            <source>Write a few words into the prompt. Here they become a full description.</source>
            <translation>Ein paar Worte in den Prompt schreiben. Hier wird daraus eine ausführliche Beschreibung.</translation>
        </message>
        <message>
            <source>Press Rewrite. You see what would change, and choose what to take.</source>
            <translation>Auf „Umschreiben“ klicken, ansehen, was sich ändern würde, und auswählen, was übernommen wird.</translation>
        </message>
        <message>
            <source>Re&amp;write again</source>
            <translation>Erneut &amp;umschreiben</translation>
        </message>
        <message>
            <source>Accept %1 of %2</source>
            <translation>%1 von %2 übernehmen</translation>
        </message>
        <message>
            <source>The prompt is this text already.</source>
            <translation>Der Prompt lautet bereits so.</translation>
        </message>
        <message>
            <source>Rewritten prompt</source>
            <translation>Umgeschriebener Prompt</translation>
        </message>
        <message>
            <source>Fill in the fields that are needed.</source>
            <translation>Füllen Sie die nötigen Felder aus.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriterSetup</name>
        <message>
            <source>&amp;Think before writing</source>
            <translation>Vor dem S&amp;chreiben nachdenken</translation>
        </message>
        <message>
            <source>How words are chosen</source>
            <translation>Wortwahl</translation>
        </message>
        <message>
            <source>&amp;Instruction</source>
            <translation>Anweisun&amp;g</translation>
        </message>
        <message>
            <source>Instruction</source>
            <translation>Anweisung</translation>
        </message>
        <message>
            <source>What the language model is told to make of your prompt</source>
            <translation>Was das Sprachmodell aus dem Prompt machen soll</translation>
        </message>
        <message>
            <source>Your own instruction</source>
            <translation>Eigene Anweisung</translation>
        </message>
        <message>
            <source>What the language model is told, in your own words</source>
            <translation>Was dem Sprachmodell gesagt wird, in eigenen Worten</translation>
        </message>
        <message>
            <source>For example: answer with one sentence that adds light, weather and materials.</source>
            <translation>Zum Beispiel: Antworte mit einem Satz, der Licht, Wetter und Materialien ergänzt.</translation>
        </message>
        <message>
            <source>The model reasons first, apart from its answer. Better texts, but it takes several times as long.</source>
            <translation>Das Modell überlegt zuerst, getrennt von der Antwort. Die Texte werden besser, aber es dauert mehrmals so lange.</translation>
        </message>
        <message>
            <source>Your own words</source>
            <translation>Eigene Worte</translation>
        </message>
        <message>
            <source>None: only the prompt</source>
            <translation>Keine: nur der Prompt</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>&amp;Variants</source>
            <translation>&amp;Varianten</translation>
        </message>
        <message>
            <source>How many texts to choose from, each with a seed of its own</source>
            <translation>Wie viele Texte zur Auswahl stehen, jeder mit eigenem Seed</translation>
        </message>
        <message>
            <source>&amp;Seed</source>
            <translation>&amp;Seed</translation>
        </message>
        <message>
            <source>The same seed writes the same text on the same machine; the next variant has the next seed</source>
            <translation>Derselbe Seed schreibt auf demselben Rechner denselben Text; die nächste Variante hat den nächsten Seed</translation>
        </message>
        <message>
            <source>&amp;Most tokens</source>
            <translation>&amp;Max. Tokens</translation>
        </message>
        <message>
            <source>Where a text is cut off, thoughts included. A token is about four letters.</source>
            <translation>Wo ein Text abgeschnitten wird, Gedanken eingerechnet. Ein Token umfasst etwa vier Buchstaben.</translation>
        </message>
        <message>
            <source>T&amp;emperature</source>
            <translation>Tempe&amp;ratur</translation>
        </message>
        <message>
            <source>0 always takes the likeliest word and tends to repeat itself; around 0.6 is usual; above 1 texts become wild</source>
            <translation>0 nimmt immer das wahrscheinlichste Wort und neigt zu Wiederholungen; üblich ist etwa 0,6; über 1 werden die Texte wild</translation>
        </message>
        <message>
            <source>Top-&amp;p</source>
            <translation>Top-&amp;p</translation>
        </message>
        <message>
            <source>Choose among the likeliest words that together have this share; 1 = all</source>
            <translation>Unter den wahrscheinlichsten Wörtern wählen, die zusammen diesen Anteil ausmachen; 1 = alle</translation>
        </message>
        <message>
            <source>Top-&amp;k</source>
            <translation>Top-&amp;k</translation>
        </message>
        <message>
            <source>Choose among this many of the likeliest words</source>
            <translation>Unter so vielen der wahrscheinlichsten Wörter wählen</translation>
        </message>
        <message>
            <source>M&amp;in-p</source>
            <translation>Mi&amp;n-p</translation>
        </message>
        <message>
            <source>Leave out words that are less likely than this share of the likeliest; 0 = none</source>
            <translation>Wörter weglassen, deren Wahrscheinlichkeit unter diesem Anteil der höchsten liegt; 0 = keine</translation>
        </message>
        <message>
            <source>P&amp;resence</source>
            <translation>Präsen&amp;z</translation>
        </message>
        <message>
            <source>Takes this off the score of words that were written already, so that texts repeat less; 0 = off</source>
            <translation>Wird von der Bewertung bereits geschriebener Wörter abgezogen, damit sich Texte weniger wiederholen; 0 = aus</translation>
        </message>
        <message>
            <source>Repet&amp;ition</source>
            <translation>Wiederho&amp;lung</translation>
        </message>
        <message>
            <source>The same as a factor, on words of the prompt too; 1 = off</source>
            <translation>Dasselbe als Faktor, auch für Wörter des Prompts; 1 = aus</translation>
        </message>
        <message>
            <source>The model answers to the prompt as it is.</source>
            <translation>Das Modell antwortet auf den Prompt, wie er ist.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SeedEdit</name>
        <message>
            <source>Draw a seed and keep it</source>
            <translation>Einen Seed auslosen und beibehalten</translation>
        </message>
        <message>
            <source>Use the last picture's seed</source>
            <translation>Den Seed des letzten Bildes verwenden</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>random</source>
            <translation>zufällig</translation>
        </message>
        <message>
            <source>The seed is kept. Click for a new one each time.</source>
            <translation>Der Seed wird beibehalten. Klicken, um jedes Mal einen neuen zu verwenden.</translation>
        </message>
        <message>
            <source>Each drawing gets a new seed. Click to keep the last one.</source>
            <translation>Jeder Auftrag bekommt einen neuen Seed. Klicken, um den letzten beizubehalten.</translation>
        </message>
        <message>
            <source>Keep the seed</source>
            <translation>Seed beibehalten</translation>
        </message>
        <message>
            <source>Use the last picture's seed, %1</source>
            <translation>Den Seed des letzten Bildes verwenden, %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SettingsPanel</name>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>S&amp;ize</source>
            <translation>Gr&amp;öße</translation>
        </message>
        <message>
            <source>%1 × %2</source>
            <translation>%1 × %2</translation>
        </message>
        <message>
            <source>S&amp;eed</source>
            <translation>&amp;Seed</translation>
        </message>
        <message>
            <source>random</source>
            <translation>zufällig</translation>
        </message>
        <message>
            <source>Further seeds</source>
            <translation>Weitere Seeds</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>Vielfalt</translation>
        </message>
        <message>
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>Sampling</source>
            <translation>Sampling</translation>
        </message>
        <message>
            <source>S&amp;teps</source>
            <translation>S&amp;chritte</translation>
        </message>
        <message>
            <source>Sche&amp;duler</source>
            <translation>Sched&amp;uler</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>Rauschstufen</translation>
        </message>
        <message>
            <source>S&amp;hift</source>
            <translation>Shif&amp;t</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>Guidance</translation>
        </message>
        <message>
            <source>&amp;Guidance</source>
            <translation>&amp;Guidance</translation>
        </message>
        <message>
            <source>Limit</source>
            <translation>Limit</translation>
        </message>
        <message>
            <source>none</source>
            <translation>ohne</translation>
        </message>
        <message>
            <source>Ends at</source>
            <translation>Endet bei</translation>
        </message>
        <message>
            <source>Skip layers</source>
            <translation>Skip-Layer</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>Ausgangsbild</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>Maske</translation>
        </message>
        <message>
            <source>St&amp;rength</source>
            <translation>St&amp;ärke</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>Einpassung</translation>
        </message>
        <message>
            <source>Large pictures</source>
            <translation>Große Bilder</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>Zwei Durchgänge</translation>
        </message>
        <message>
            <source> px</source>
            <translation> px</translation>
        </message>
        <message>
            <source>First pass</source>
            <translation>Erster Durchgang</translation>
        </message>
        <message>
            <source>Refinement</source>
            <translation>Verfeinerung</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Trigger words</source>
            <translation>Trigger-Wörter</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>Text-Encoder</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>Verborgene Schicht</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>Lange Prompts</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>Max. Tokens</translation>
        </message>
        <message>
            <source>Strip quotes</source>
            <translation>Zeichen " entfernen</translation>
        </message>
        <message>
            <source>Left open: %1.</source>
            <translation>Ohne Angabe: %1.</translation>
        </message>
        <message>
            <source>on</source>
            <translation>ein</translation>
        </message>
        <message>
            <source>auto (%1)</source>
            <translation>auto (%1)</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>auto</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SharingPanel</name>
        <message>
            <source>&amp;Share this encoder</source>
            <translation>Diesen Encoder &amp;freigeben</translation>
        </message>
        <message>
            <source>Answer other programs and machines with the model that is open here; they wait while a picture is drawn</source>
            <translation>Anderen Programmen und Rechnern mit dem hier geöffneten Modell antworten; sie warten, während gezeichnet wird</translation>
        </message>
        <message>
            <source>&amp;Hidden states</source>
            <translation>&amp;Verborgene Zustände</translation>
        </message>
        <message>
            <source>For other machines' transformers: /v1/hidden_states</source>
            <translation>Für die Transformer anderer Rechner: /v1/hidden_states</translation>
        </message>
        <message>
            <source>&amp;Texts</source>
            <translation>&amp;Texte</translation>
        </message>
        <message>
            <source>Written by the text encoder: /v1/chat/completions</source>
            <translation>Vom Text-Encoder geschrieben: /v1/chat/completions</translation>
        </message>
        <message>
            <source>&amp;Pictures</source>
            <translation>&amp;Bilder</translation>
        </message>
        <message>
            <source>Drawn for others, with a history of their own: /api</source>
            <translation>Für andere gezeichnet, mit eigenem Verlauf: /api</translation>
        </message>
        <message>
            <source>Sho&amp;w</source>
            <translation>An&amp;zeigen</translation>
        </message>
        <message>
            <source>Show the key</source>
            <translation>Den Schlüssel zeigen</translation>
        </message>
        <message>
            <source>&amp;New key</source>
            <translation>&amp;Neuer Schlüssel</translation>
        </message>
        <message>
            <source>this machine alone</source>
            <translation>nur dieser Rechner</translation>
        </message>
        <message>
            <source>the network</source>
            <translation>das Netzwerk</translation>
        </message>
        <message>
            <source>any free one</source>
            <translation>ein beliebiger freier</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>Make a key that nobody can guess</source>
            <translation>Einen Schlüssel erzeugen, den niemand errät</translation>
        </message>
        <message>
            <source>Offers</source>
            <translation>Angebot</translation>
        </message>
        <message>
            <source>What others can ask for</source>
            <translation>Worum andere bitten können</translation>
        </message>
        <message>
            <source>Reached from</source>
            <translation>Erreichbar für</translation>
        </message>
        <message>
            <source>The network needs a key; prompts and key travel unencrypted, so only in a network that you trust</source>
            <translation>Das Netzwerk braucht einen Schlüssel; Prompts und Schlüssel werden unverschlüsselt übertragen, also nur in einem vertrauenswürdigen Netzwerk</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>Port</translation>
        </message>
        <message>
            <source>The number behind the address</source>
            <translation>Die Nummer hinter der Adresse</translation>
        </message>
        <message>
            <source>What others must send to be answered</source>
            <translation>Was andere senden müssen, um eine Antwort zu bekommen</translation>
        </message>
        <message>
            <source>The network is only answered with a key. Make one first.</source>
            <translation>Dem Netzwerk wird nur mit einem Schlüssel geantwortet. Zuerst einen erzeugen.</translation>
        </message>
        <message>
            <source>Without a key every program on this machine may ask.</source>
            <translation>Ohne Schlüssel darf jedes Programm auf diesem Rechner fragen.</translation>
        </message>
        <message>
            <source>The key is in the system's keychain.</source>
            <translation>Der Schlüssel liegt im Schlüsselbund des Systems.</translation>
        </message>
        <message>
            <source>The key is kept for this session only.</source>
            <translation>Der Schlüssel gilt nur für diese Sitzung.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SizeEdit</name>
        <message>
            <source>Width in pixels, a multiple of 16</source>
            <translation>Breite in Pixeln, ein Vielfaches von 16</translation>
        </message>
        <message>
            <source>Height in pixels, a multiple of 16</source>
            <translation>Höhe in Pixeln, ein Vielfaches von 16</translation>
        </message>
        <message>
            <source>Exchange width and height</source>
            <translation>Breite und Höhe tauschen</translation>
        </message>
        <message>
            <source>Keep the shape</source>
            <translation>Seitenverhältnis beibehalten</translation>
        </message>
        <message>
            <source>Choose one of the usual shapes</source>
            <translation>Ein übliches Seitenverhältnis wählen</translation>
        </message>
        <message>
            <source>%1 MP</source>
            <translation>%1 MP</translation>
        </message>
        <message>
            <source>%1, taken to a multiple of %2</source>
            <translation>%1, gerundet auf ein Vielfaches von %2</translation>
        </message>
        <message>
            <source>%1 : %2   %3 × %4</source>
            <translation>%1 : %2   %3 × %4</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SourcePictureEdit</name>
        <message>
            <source>Choose…</source>
            <translation>Wählen…</translation>
        </message>
        <message>
            <source>Draw from noise alone</source>
            <translation>Nur aus Rauschen zeichnen</translation>
        </message>
        <message>
            <source>none</source>
            <translation>ohne</translation>
        </message>
        <message>
            <source>Choose a picture to start from</source>
            <translation>Ein Bild als Ausgangspunkt wählen</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>Bilder (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::StarsEdit</name>
        <message>
            <source>Stars</source>
            <translation>Sterne</translation>
        </message>
        <message>
            <source>Keys 0 to 5</source>
            <translation>Tasten 0 bis 5</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateApplier</name>
        <message>
            <source>Template %1</source>
            <translation>Vorlage %1</translation>
        </message>
        <message>
            <source>Template taken off</source>
            <translation>Vorlage zurückgenommen</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateDelegate</name>
        <message>
            <source>%1 · yours</source>
            <translation>%1 · eigene</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateEditor</name>
        <message>
            <source>The think tags are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
            <translation>Die Think-Tags sind nicht paarig: Auf jedes &lt;think&gt; muss ein &lt;/think&gt; folgen.</translation>
        </message>
        <message>
            <source>%1 is a control token. The format adds it by itself.</source>
            <translation>%1 ist ein Steuer-Token. Das Format fügt es selbst hinzu.</translation>
        </message>
        <message>
            <source>%1 characters. %2 to %3 steer best.</source>
            <translation>%1 Zeichen. Am besten wirken %2 bis %3.</translation>
        </message>
        <message>
            <source>Asks for %1 when it is applied.</source>
            <translation>Fragt beim Anwenden nach %1.</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>What it is chosen by: small letters, digits and _</source>
            <translation>Ihre Kennung: Kleinbuchstaben, Ziffern und _</translation>
        </message>
        <message>
            <source>&amp;Title</source>
            <translation>&amp;Titel</translation>
        </message>
        <message>
            <source>What the list shows</source>
            <translation>Was die Liste zeigt</translation>
        </message>
        <message>
            <source>&amp;Category</source>
            <translation>&amp;Kategorie</translation>
        </message>
        <message>
            <source>Its group. Those of the category "rewriter" tell the prompt rewriter what to do.</source>
            <translation>Ihre Gruppe. Vorlagen der Kategorie „rewriter“ sagen dem Umschreiber, was er tun soll.</translation>
        </message>
        <message>
            <source>&amp;Description</source>
            <translation>&amp;Beschreibung</translation>
        </message>
        <message>
            <source>One line about what it does to a picture</source>
            <translation>Eine Zeile darüber, was sie an einem Bild bewirkt</translation>
        </message>
        <message>
            <source>Ta&amp;gs</source>
            <translation>Stich&amp;wörter</translation>
        </message>
        <message>
            <source>Words by which it is found, with commas between them</source>
            <translation>Wörter, mit denen sie gefunden wird, durch Kommas getrennt</translation>
        </message>
        <message>
            <source>What the text encoder is told before the prompt. {{mood|calm}} is a field with a default.</source>
            <translation>Was dem Text-Encoder vor dem Prompt gesagt wird. {{mood|calm}} ist ein Feld mit Vorgabe.</translation>
        </message>
        <message>
            <source>&amp;System prompt</source>
            <translation>S&amp;ystem-Prompt</translation>
        </message>
        <message>
            <source>What the text encoder is told before it reads the prompt</source>
            <translation>Was dem Text-Encoder gesagt wird, bevor er den Prompt liest</translation>
        </message>
        <message>
            <source>As the user has it</source>
            <translation>Wie eingestellt</translation>
        </message>
        <message>
            <source>Propose one</source>
            <translation>Einen vorschlagen</translation>
        </message>
        <message>
            <source>Propose none</source>
            <translation>Keinen vorschlagen</translation>
        </message>
        <message>
            <source>Think &amp;block</source>
            <translation>&amp;Denkblock</translation>
        </message>
        <message>
            <source>Whether the template proposes a think block; what the user has chosen counts more</source>
            <translation>Ob die Vorlage einen Denkblock vorschlägt; die eigene Wahl hat Vorrang</translation>
        </message>
        <message>
            <source>T&amp;hink text</source>
            <translation>Denkte&amp;xt</translation>
        </message>
        <message>
            <source>What the model is to have thought, without the tags</source>
            <translation>Was das Modell gedacht haben soll, ohne die Tags</translation>
        </message>
        <message>
            <source>&amp;Answer begins</source>
            <translation>&amp;Antwortbeginn</translation>
        </message>
        <message>
            <source>How the assistant's answer begins; usually empty</source>
            <translation>Wie die Antwort des Assistenten beginnt; meist leer</translation>
        </message>
        <message>
            <source>It needs a name.</source>
            <translation>Es fehlt ein Name.</translation>
        </message>
        <message>
            <source>There are changes that are not saved. Press again to drop them.</source>
            <translation>Es gibt nicht gespeicherte Änderungen. Zum Verwerfen noch einmal drücken.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateListModel</name>
        <message>
            <source>%1, %2</source>
            <translation>%1, %2</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplatePanel</name>
        <message>
            <source>Search templates</source>
            <translation>Vorlagen durchsuchen</translation>
        </message>
        <message>
            <source>Every word counts: in names, titles, tags, descriptions and texts</source>
            <translation>Jedes Wort zählt: in Namen, Titeln, Stichwörtern, Beschreibungen und Texten</translation>
        </message>
        <message>
            <source>Which templates</source>
            <translation>Welche Vorlagen</translation>
        </message>
        <message>
            <source>All templates, those with a star, those used last, or your own</source>
            <translation>Alle Vorlagen, die mit Stern, die zuletzt verwendeten oder die eigenen</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>Favoriten</translation>
        </message>
        <message>
            <source>Recently used</source>
            <translation>Zuletzt verwendet</translation>
        </message>
        <message>
            <source>Your own</source>
            <translation>Eigene</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>Kategorie</translation>
        </message>
        <message>
            <source>Only templates of one category</source>
            <translation>Nur Vorlagen einer Kategorie</translation>
        </message>
        <message>
            <source>Every category</source>
            <translation>Alle Kategorien</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>Vorlagen</translation>
        </message>
        <message>
            <source>What to do with templates</source>
            <translation>Vorlagen verwalten</translation>
        </message>
        <message>
            <source>Write, edit, duplicate, delete, import or export templates</source>
            <translation>Vorlagen schreiben, bearbeiten, duplizieren, löschen, importieren oder exportieren</translation>
        </message>
        <message>
            <source>Description and tags</source>
            <translation>Beschreibung und Stichwörter</translation>
        </message>
        <message>
            <source>Click a tag to search for it</source>
            <translation>Auf ein Stichwort klicken, um danach zu suchen</translation>
        </message>
        <message>
            <source>What the text encoder would read</source>
            <translation>Was der Text-Encoder lesen würde</translation>
        </message>
        <message>
            <source>What the text encoder would read with this template, byte for byte</source>
            <translation>Was der Text-Encoder mit dieser Vorlage lesen würde, Byte für Byte</translation>
        </message>
        <message>
            <source>Choose a template to see what the text encoder would read.</source>
            <translation>Eine Vorlage auswählen, um zu sehen, was der Text-Encoder lesen würde.</translation>
        </message>
        <message>
            <source>&amp;Apply</source>
            <translation>An&amp;wenden</translation>
        </message>
        <message>
            <source>Put the template into the prompt (Enter). Undo takes it back.</source>
            <translation>Die Vorlage auf den Prompt anwenden (Eingabe). „Rückgängig“ nimmt sie zurück.</translation>
        </message>
        <message>
            <source>&amp;Take off</source>
            <translation>&amp;Zurücknehmen</translation>
        </message>
        <message>
            <source>Take the texts of the template in use out of the prompt</source>
            <translation>Die Texte der verwendeten Vorlage aus dem Prompt nehmen</translation>
        </message>
        <message>
            <source>The template %1 is gone. Its texts stay in the prompt.</source>
            <translation>Die Vorlage „%1“ gibt es nicht mehr. Ihre Texte bleiben im Prompt.</translation>
        </message>
        <message>
            <source>The template %1 is gone.</source>
            <translation>Die Vorlage „%1“ gibt es nicht mehr.</translation>
        </message>
        <message>
            <source> (%1)</source>
            <translation> (%1)</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) in template files: %1</source>
            <translation>
                <numerusform>%n Problem in Vorlagendateien: %1</numerusform>
                <numerusform>%n Probleme in Vorlagendateien: %1</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything else can be used. Correct the file, and it is read again.</source>
            <translation>Alles andere ist verwendbar. Sobald die Datei korrigiert ist, wird sie neu gelesen.</translation>
        </message>
        <message>
            <source>There are no templates yet. Write one with the menu below.</source>
            <translation>Es gibt noch keine Vorlagen. Über das Menü unten lässt sich eine schreiben.</translation>
        </message>
        <message>
            <source>No template matches. Clear the search, or choose another group.</source>
            <translation>Keine Vorlage passt. Die Suche leeren oder eine andere Gruppe wählen.</translation>
        </message>
        <message>
            <source>No favourites yet. Click the star of a template.</source>
            <translation>Noch keine Favoriten. Dazu auf den Stern einer Vorlage klicken.</translation>
        </message>
        <message>
            <source>Nothing used yet. Templates that you apply appear here.</source>
            <translation>Noch nichts verwendet. Angewendete Vorlagen erscheinen hier.</translation>
        </message>
        <message>
            <source>You have none of your own yet. Duplicate one, or write a new one with the menu below.</source>
            <translation>Noch keine eigenen Vorlagen. Eine duplizieren oder über das Menü unten eine neue schreiben.</translation>
        </message>
        <message>
            <source>No template chosen</source>
            <translation>Keine Vorlage gewählt</translation>
        </message>
        <message>
            <source>&amp;Apply again</source>
            <translation>Erneut an&amp;wenden</translation>
        </message>
        <message>
            <source>Fill in the fields that are needed.</source>
            <translation>Die erforderlichen Felder ausfüllen.</translation>
        </message>
        <message>
            <source>An instruction for the prompt rewriter: choose it in the panel Rewriter.</source>
            <translation>Eine Anweisung für den Umschreiber: im Bedienfeld „Umschreiber“ auswählbar.</translation>
        </message>
        <message>
            <source>It comes with the program. Duplicate it, and change the copy.</source>
            <translation>Diese Vorlage gehört zum Programm. Zum Ändern duplizieren und die Kopie bearbeiten.</translation>
        </message>
        <message>
            <source>Choose a template first.</source>
            <translation>Erst eine Vorlage auswählen.</translation>
        </message>
        <message>
            <source>&amp;New…</source>
            <translation>&amp;Neu…</translation>
        </message>
        <message>
            <source>&amp;Edit…</source>
            <translation>&amp;Bearbeiten…</translation>
        </message>
        <message>
            <source>&amp;Duplicate…</source>
            <translation>&amp;Duplizieren…</translation>
        </message>
        <message>
            <source>De&amp;lete</source>
            <translation>&amp;Löschen</translation>
        </message>
        <message>
            <source>&amp;Import…</source>
            <translation>&amp;Importieren…</translation>
        </message>
        <message>
            <source>E&amp;xport…</source>
            <translation>E&amp;xportieren…</translation>
        </message>
        <message>
            <source>New template</source>
            <translation>Neue Vorlage</translation>
        </message>
        <message>
            <source>Edit template</source>
            <translation>Vorlage bearbeiten</translation>
        </message>
        <message>
            <source>%1 (copy)</source>
            <translation>%1 (Kopie)</translation>
        </message>
        <message>
            <source>Duplicate template</source>
            <translation>Vorlage duplizieren</translation>
        </message>
        <message>
            <source>Saved %1.</source>
            <translation>%1 gespeichert.</translation>
        </message>
        <message>
            <source>Deleted %1.</source>
            <translation>%1 gelöscht.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>It is back.</source>
            <translation>Die Vorlage ist wieder da.</translation>
        </message>
        <message>
            <source>Import templates</source>
            <translation>Vorlagen importieren</translation>
        </message>
        <message>
            <source>Templates (*.md);;All files (*)</source>
            <translation>Vorlagen (*.md);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Imported %1.</source>
            <translation>%1 importiert.</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <source>Export template</source>
            <translation>Vorlage exportieren</translation>
        </message>
        <message>
            <source>Templates (*.md)</source>
            <translation>Vorlagen (*.md)</translation>
        </message>
        <message>
            <source>Exported to %1.</source>
            <translation>Nach %1 exportiert.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TokenMeter</name>
        <message>
            <source>Token count</source>
            <translation>Tokenzahl</translation>
        </message>
        <message>
            <source>Tokens are not counted: %1</source>
            <translation>Tokens werden nicht gezählt: %1</translation>
        </message>
        <message>
            <source>%1 of %2 tokens</source>
            <translation>%1 von %2 Tokens</translation>
        </message>
        <message>
            <source>%1 tokens, %2 beyond the trained range</source>
            <translation>%1 Tokens, %2 über dem trainierten Bereich</translation>
        </message>
        <message>
            <source>prompt %1</source>
            <translation>Prompt %1</translation>
        </message>
        <message>
            <source>system %1</source>
            <translation>System %1</translation>
        </message>
        <message>
            <source>think block %1</source>
            <translation>Denkblock %1</translation>
        </message>
        <message>
            <source>assistant %1</source>
            <translation>Antwortbeginn %1</translation>
        </message>
        <message>
            <source>format %1</source>
            <translation>Format %1</translation>
        </message>
        <message>
            <source>Tokens, counted exactly: %1</source>
            <translation>Tokens, genau gezählt: %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariableFields</name>
        <message>
            <source>needed</source>
            <translation>erforderlich</translation>
        </message>
        <message>
            <source>What {{%1}} stands for. Empty: %2</source>
            <translation>Wofür {{%1}} steht. Leer: %2</translation>
        </message>
        <message>
            <source>What {{%1}} stands for. It has no default.</source>
            <translation>Wofür {{%1}} steht. Es gibt keine Vorgabe.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariantsDialog</name>
        <message>
            <source>Compare variants</source>
            <translation>Varianten vergleichen</translation>
        </message>
        <message>
            <source>Each column is drawn once, from the same noise: what you see is what the differences do. The form stays as it is.</source>
            <translation>Jede Spalte wird einmal gezeichnet, aus demselben Rauschen: Zu sehen ist, was die Unterschiede bewirken. Die Eingaben bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Variants and their fields</source>
            <translation>Varianten und ihre Felder</translation>
        </message>
        <message>
            <source>Another column, a copy of this one</source>
            <translation>Eine weitere Spalte, eine Kopie dieser</translation>
        </message>
        <message>
            <source>Take this column away</source>
            <translation>Diese Spalte wegnehmen</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Field to add</source>
            <translation>Hinzuzufügendes Feld</translation>
        </message>
        <message>
            <source>Add a field…</source>
            <translation>Feld hinzufügen…</translation>
        </message>
        <message>
            <source>Take this field away: all columns get the first one's value</source>
            <translation>Dieses Feld wegnehmen: Alle Spalten bekommen den Wert der ersten</translation>
        </message>
        <message>
            <source>none</source>
            <translation>ohne</translation>
        </message>
        <message>
            <source>Values of %1</source>
            <translation>Werte für %1</translation>
        </message>
        <message>
            <source>values, with ; between them: 4; 8; 16</source>
            <translation>Werte, mit ; dazwischen: 4; 8; 16</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>Raster</translation>
        </message>
        <message>
            <source>&amp;First axis</source>
            <translation>&amp;Erste Achse</translation>
        </message>
        <message>
            <source>&amp;Second axis</source>
            <translation>&amp;Zweite Achse</translation>
        </message>
        <message>
            <source>Make the &amp;columns</source>
            <translation>&amp;Spalten anlegen</translation>
        </message>
        <message>
            <source>Every value with every other one, from column A</source>
            <translation>Jeden Wert mit jedem anderen, ausgehend von Spalte A</translation>
        </message>
        <message>
            <source>&amp;Draw them</source>
            <translation>&amp;Zeichnen</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n Bild</numerusform>
                <numerusform>%n Bilder</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, about %2</source>
            <translation>%1, etwa %2</translation>
        </message>
        <message>
            <source>%1. How long they take is known after the first drawing.</source>
            <translation>%1. Wie lange sie brauchen, ist nach dem ersten Zeichnen bekannt.</translation>
        </message>
        <message>
            <source>All columns are the same.</source>
            <translation>Alle Spalten sind gleich.</translation>
        </message>
        <message>
            <source>All columns are drawn from %1: other prompts make no difference.</source>
            <translation>Alle Spalten werden aus %1 gezeichnet: Andere Prompts ändern nichts.</translation>
        </message>
        <message>
            <source>Draw from the &amp;prompts</source>
            <translation>Aus den &amp;Prompts zeichnen</translation>
        </message>
        <message>
            <source>In these columns only; the form goes on drawing from the file</source>
            <translation>Nur in diesen Spalten; das Formular zeichnet weiter aus der Datei</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariantsModel</name>
        <message>
            <source>%1 of %2: %3</source>
            <translation>%1 von %2: %3</translation>
        </message>
        <message>
            <source>No effect: the pictures are drawn from a file of embeddings.</source>
            <translation>Ohne Wirkung: Die Bilder werden aus einer Datei mit Embeddings gezeichnet.</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::WelcomeCards</name>
        <message>
            <source>Use a model that I have</source>
            <translation>Vorhandenes Modell verwenden</translation>
        </message>
        <message>
            <source>Looks for Z-Image in Hugging Face's cache, ComfyUI's folders and folders of yours.</source>
            <translation>Sucht Z-Image im Cache von Hugging Face, in den Ordnern von ComfyUI und in eigenen Ordnern.</translation>
        </message>
        <message>
            <source>Encoder on another machine</source>
            <translation>Encoder auf anderem Rechner</translation>
        </message>
        <message>
            <source>Prompts are encoded elsewhere; this machine needs the rest of the model alone.</source>
            <translation>Prompts werden anderswo codiert; dieser Rechner braucht nur den Rest des Modells.</translation>
        </message>
        <message>
            <source>Get the real model</source>
            <translation>Das echte Modell beschaffen</translation>
        </message>
        <message>
            <source>Says what to fetch and where to put it, and checks that it is whole.</source>
            <translation>Sagt, was herunterzuladen ist und wohin, und prüft, ob alles vollständig ist.</translation>
        </message>
    </context>
    <context>
        <name>diptych::worker::GenerationQueue</name>
        <message>
            <source>Rewrite: %1</source>
            <translation>Umschreiben: %1</translation>
        </message>
        <message>
            <source>(no prompt)</source>
            <translation>(kein Prompt)</translation>
        </message>
        <message>
            <source>Waits to be written</source>
            <translation>Wartet aufs Schreiben</translation>
        </message>
        <message numerus="yes">
            <source>%1 × %2 pixels, seed %3, %n picture(s)</source>
            <translation>
                <numerusform>%1 × %2 Pixel, Seed %3, %n Bild</numerusform>
                <numerusform>%1 × %2 Pixel, Seed %3, %n Bilder</numerusform>
            </translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird gestoppt…</translation>
        </message>
        <message>
            <source>Writing, %1 bytes so far</source>
            <translation>Schreibt, bisher %1 Bytes</translation>
        </message>
        <message>
            <source>Last picture: %1</source>
            <translation>Letztes Bild: %1</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <source>Diptych ended while this was drawn</source>
            <translation>Diptych wurde beendet, während dies gezeichnet wurde</translation>
        </message>
        <message>
            <source>Save the embedding: %1</source>
            <translation>Embedding speichern: %1</translation>
        </message>
        <message>
            <source>Waits to be encoded</source>
            <translation>Wartet aufs Codieren</translation>
        </message>
    </context>
</TS>
