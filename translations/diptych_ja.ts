<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
    <context>
        <name>CompareExport</name>
        <message>
            <source>no picture</source>
            <translation>画像なし</translation>
        </message>
    </context>
    <context>
        <name>HistoryText</name>
        <message>
            <source>text encoder %1, transformer %2, autoencoder %3</source>
            <translation>テキストエンコーダー %1、Transformer %2、オートエンコーダー %3</translation>
        </message>
        <message>
            <source>(no prompt)</source>
            <translation>(プロンプトなし)</translation>
        </message>
        <message numerus="yes">
            <source>%n star(s)</source>
            <translation>
                <numerusform>星 %n つ</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 分 %2 秒</translation>
        </message>
        <message>
            <source>%1, seed %2</source>
            <translation>%1、シード %2</translation>
        </message>
        <message>
            <source>Drawn</source>
            <translation>生成日時</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>シード</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>ステップ</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>スケジューラー</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>シフト</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>ガイダンス</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>ネガティブプロンプト</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>テンプレート</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>元画像</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>テキストエンコーダー</translation>
        </message>
        <message>
            <source>Number format</source>
            <translation>数値形式</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>デバイス</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>所要時間</translation>
        </message>
        <message>
            <source>File</source>
            <translation>ファイル</translation>
        </message>
    </context>
    <context>
        <name>RequestChanges</name>
        <message>
            <source>(empty)</source>
            <translation>(空)</translation>
        </message>
        <message>
            <source>on</source>
            <translation>オン</translation>
        </message>
        <message>
            <source>off</source>
            <translation>オフ</translation>
        </message>
        <message>
            <source>an empty block</source>
            <translation>空のブロック</translation>
        </message>
        <message>
            <source>none</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>プロンプト</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>テンプレート</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>システムプロンプト</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考ブロック</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>回答の冒頭</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>ネガティブプロンプト</translation>
        </message>
        <message>
            <source>Remove quotes</source>
            <translation>引用符の除去</translation>
        </message>
        <message>
            <source>Tidy blanks</source>
            <translation>空白の整理</translation>
        </message>
        <message>
            <source>Formatted by hand</source>
            <translation>手動書式 (Raw)</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>シード</translation>
        </message>
        <message>
            <source>drawn at random</source>
            <translation>ランダム</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>ステップ</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>スケジューラー</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>ノイズレベル</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>シフト</translation>
        </message>
        <message>
            <source>the model's</source>
            <translation>モデル既定</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>ガイダンス</translation>
        </message>
        <message>
            <source>Guidance limit</source>
            <translation>ガイダンス上限</translation>
        </message>
        <message>
            <source>Guidance ends at</source>
            <translation>ガイダンス終了位置</translation>
        </message>
        <message>
            <source>Skip-layer guidance</source>
            <translation>スキップレイヤーガイダンス</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多様性</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>2 パス生成</translation>
        </message>
        <message>
            <source>from %1 pixels, strength %2</source>
            <translation>%1 ピクセルから、強度 %2</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隠れ層</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>長いプロンプト</translation>
        </message>
        <message>
            <source>%1, %2 tokens</source>
            <translation>%1、%2 トークン</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>元画像</translation>
        </message>
        <message>
            <source>%1, strength %2</source>
            <translation>%1、強度 %2</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Trigger words</source>
            <translation>トリガーワード</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>埋め込み</translation>
        </message>
        <message>
            <source>%1, negative %2</source>
            <translation>%1、ネガティブ %2</translation>
        </message>
    </context>
    <context>
        <name>TemplateCategory</name>
        <message>
            <source>Abstract</source>
            <translation>抽象</translation>
        </message>
        <message>
            <source>Art</source>
            <translation>アート</translation>
        </message>
        <message>
            <source>Character</source>
            <translation>キャラクター</translation>
        </message>
        <message>
            <source>Experimental</source>
            <translation>実験的</translation>
        </message>
        <message>
            <source>Games</source>
            <translation>ゲーム</translation>
        </message>
        <message>
            <source>General</source>
            <translation>一般</translation>
        </message>
        <message>
            <source>Horror</source>
            <translation>ホラー</translation>
        </message>
        <message>
            <source>Photography</source>
            <translation>写真</translation>
        </message>
        <message>
            <source>Playful</source>
            <translation>遊び心</translation>
        </message>
        <message>
            <source>For the rewriter</source>
            <translation>リライター用</translation>
        </message>
        <message>
            <source>Science fiction</source>
            <translation>SF</translation>
        </message>
        <message>
            <source>Structured prompts</source>
            <translation>構造化プロンプト</translation>
        </message>
        <message>
            <source>Style</source>
            <translation>スタイル</translation>
        </message>
        <message>
            <source>Technical</source>
            <translation>テクニカル</translation>
        </message>
        <message>
            <source>Writing in pictures</source>
            <translation>画像内の文字</translation>
        </message>
    </context>
    <context>
        <name>VariantFields</name>
        <message>
            <source>Prompt</source>
            <translation>プロンプト</translation>
        </message>
        <message>
            <source>What is drawn.</source>
            <translation>生成する画像の内容です。</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>ネガティブプロンプト</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>システムプロンプト</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考ブロック</translation>
        </message>
        <message>
            <source>Text here switches the block on.</source>
            <translation>ここにテキストを入れるとブロックが有効になります。</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>回答の冒頭</translation>
        </message>
        <message>
            <source>What the text encoder is told to have begun with.</source>
            <translation>テキストエンコーダーがすでに書き始めたものとして渡す内容です。</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>シード</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>ステップ</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>ガイダンス</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>シフト</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>スケジューラー</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>ノイズレベル</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>幅</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高さ</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隠れ層</translation>
        </message>
        <message>
            <source>Empty think block</source>
            <translation>空の思考ブロック</translation>
        </message>
        <message>
            <source>Remove quotes</source>
            <translation>引用符の除去</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>長いプロンプト</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>最大トークン数</translation>
        </message>
        <message>
            <source>Guidance limit</source>
            <translation>ガイダンス上限</translation>
        </message>
        <message>
            <source>Guidance ends at</source>
            <translation>ガイダンス終了位置</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多様性</translation>
        </message>
        <message>
            <source>Skip-layer guidance</source>
            <translation>スキップレイヤーガイダンス</translation>
        </message>
        <message>
            <source>Strength on the source picture</source>
            <translation>元画像に対する強度</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>2 パス生成</translation>
        </message>
        <message>
            <source>LoRA strength</source>
            <translation>LoRA の強度</translation>
        </message>
        <message>
            <source>Of every adapter in the form.</source>
            <translation>フォームにあるすべてのアダプターに適用されます。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui</name>
        <message>
            <source>Another template: the same model, but only the first %1 of %2 tokens agree. The server must take the text as it is.</source>
            <translation>別のテンプレート: 同じモデルですが、一致するのは %2 トークン中、先頭の %1 トークンだけです。サーバーがテキストをそのまま受け取るようにしてください。</translation>
        </message>
        <message>
            <source>Another template: the same model, but the prompt was encoded %1. The server must take the text as it is.</source>
            <translation>別のテンプレート: 同じモデルですが、プロンプトが別の形 (%1) でエンコードされました。サーバーがテキストをそのまま受け取るようにしてください。</translation>
        </message>
        <message>
            <source>The numbers are the same.</source>
            <translation>数値は同じです。</translation>
        </message>
        <message>
            <source>Another number format (%1): the same model, a little coarser. Pictures differ a little.</source>
            <translation>数値形式の違い (%1): 同じモデルですが、精度がやや粗くなります。画像はわずかに異なります。</translation>
        </message>
        <message>
            <source>Wrong layer: these are the hidden states of the last layer before the final norm instead of layer %1.</source>
            <translation>層の違い: 層 %1 ではなく、最後の正規化の前の最終層の隠れ状態です。</translation>
        </message>
        <message>
            <source>Wrong layer: these are the hidden states of layer %1 instead of %2. The server counts layers otherwise or has a default of its own.</source>
            <translation>層の違い: 層 %2 ではなく層 %1 の隠れ状態です。サーバーの層の数え方が異なるか、独自の既定値があります。</translation>
        </message>
        <message>
            <source>The prompt was cut off after %1 of %2 tokens. Raise the server's limit.</source>
            <translation>プロンプトが %2 トークン中 %1 トークンで切り捨てられました。サーバーの上限を上げてください。</translation>
        </message>
        <message>
            <source>Another model: nothing agrees. Choose the one that the transformer was trained with.</source>
            <translation>別のモデル: 何も一致しません。Transformerの学習に使われたモデルを選んでください。</translation>
        </message>
        <message>
            <source>Cosine %1, largest error %2.</source>
            <translation>コサイン %1、最大誤差 %2。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::AboutDialog</name>
        <message>
            <source>About Diptych</source>
            <translation>Diptych について</translation>
        </message>
        <message>
            <source>Diptych %1</source>
            <translation>Diptych %1</translation>
        </message>
        <message>
            <source>Draws pictures from words, on this machine. Licensed under Apache-2.0; Qt is used under the LGPL.</source>
            <translation>このマシン上で、言葉から画像を生成します。Apache-2.0 ライセンスで提供されています。Qt は LGPL に基づいて使用しています。</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Its files</source>
            <translation>モデルのファイル</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>設定</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::Actions</name>
        <message>
            <source>&amp;Open a picture…</source>
            <translation>画像を開く(&amp;O)…</translation>
        </message>
        <message>
            <source>Look at a picture and read its settings; those of other programs are understood too</source>
            <translation>画像を表示し、その設定を読み取ります。ほかのプログラムの画像にも対応しています</translation>
        </message>
        <message>
            <source>&amp;Clear this list</source>
            <translation>このリストを消去(&amp;C)</translation>
        </message>
        <message>
            <source>Forget which pictures were opened</source>
            <translation>開いた画像の履歴を消去します</translation>
        </message>
        <message>
            <source>Open a &amp;model folder…</source>
            <translation>モデルフォルダーを開く(&amp;M)…</translation>
        </message>
        <message>
            <source>Draw with a checkpoint that you have</source>
            <translation>手持ちのチェックポイントで生成します</translation>
        </message>
        <message>
            <source>F&amp;ind models…</source>
            <translation>モデルを探す(&amp;I)…</translation>
        </message>
        <message>
            <source>Look for models that other programs have fetched, or read what to fetch</source>
            <translation>ほかのプログラムがダウンロードしたモデルを探すか、入手方法を確認します</translation>
        </message>
        <message>
            <source>Use the &amp;demo model</source>
            <translation>デモモデルを使用(&amp;D)</translation>
        </message>
        <message>
            <source>Draw with the small model that comes with the program</source>
            <translation>プログラムに付属する小さなモデルで生成します</translation>
        </message>
        <message>
            <source>&amp;Save picture as…</source>
            <translation>名前を付けて画像を保存(&amp;S)…</translation>
        </message>
        <message>
            <source>Write the picture as PNG, JPEG or WebP where you want it</source>
            <translation>画像を PNG、JPEG、WebP のいずれかで好きな場所に保存します</translation>
        </message>
        <message>
            <source>Show in &amp;folder</source>
            <translation>フォルダーで表示(&amp;F)</translation>
        </message>
        <message>
            <source>Open the folder in which the picture was stored by itself</source>
            <translation>画像が自動保存されたフォルダーを開きます</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>終了(&amp;Q)</translation>
        </message>
        <message>
            <source>Leave the program</source>
            <translation>プログラムを終了します</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>元に戻す(&amp;U)</translation>
        </message>
        <message>
            <source>Take back the last change of the text or of the settings</source>
            <translation>テキストまたは設定への直前の変更を取り消します</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>やり直す(&amp;R)</translation>
        </message>
        <message>
            <source>Make the change again</source>
            <translation>取り消した変更をやり直します</translation>
        </message>
        <message>
            <source>Reset all &amp;settings</source>
            <translation>すべての設定をリセット(&amp;S)</translation>
        </message>
        <message>
            <source>Set every number to what is recommended for the model</source>
            <translation>すべての数値をモデルの推奨値にします</translation>
        </message>
        <message>
            <source>&amp;Copy picture</source>
            <translation>画像をコピー(&amp;C)</translation>
        </message>
        <message>
            <source>Copy the picture together with how it was made</source>
            <translation>画像を生成情報とともにコピーします</translation>
        </message>
        <message>
            <source>Paste a picture's settin&amp;gs</source>
            <translation>画像の設定を貼り付け(&amp;G)</translation>
        </message>
        <message>
            <source>Read the settings of the copied picture, file or text</source>
            <translation>コピーした画像、ファイル、テキストから設定を読み取ります</translation>
        </message>
        <message>
            <source>Pre&amp;ferences…</source>
            <translation>環境設定(&amp;F)…</translation>
        </message>
        <message>
            <source>Everything that can be set once and for all, and every shortcut</source>
            <translation>常に適用される設定とすべてのショートカットを変更します</translation>
        </message>
        <message>
            <source>&amp;Everything</source>
            <translation>すべて(&amp;E)</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell how they were made</source>
            <translation>保存またはコピーする画像に生成情報をすべて含めます</translation>
        </message>
        <message>
            <source>&amp;Numbers, but no text of yours</source>
            <translation>プロンプトを除く設定のみ(&amp;N)</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell settings, but no prompt</source>
            <translation>保存またはコピーする画像に設定を含めますが、プロンプトは含めません</translation>
        </message>
        <message>
            <source>N&amp;othing</source>
            <translation>何も含めない(&amp;O)</translation>
        </message>
        <message>
            <source>Pictures that you save or copy tell nothing</source>
            <translation>保存またはコピーする画像に生成情報を含めません</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>生成(&amp;G)</translation>
        </message>
        <message>
            <source>Draw; while a drawing runs, queue behind it</source>
            <translation>画像を生成します。生成中の場合はキューの末尾に追加します</translation>
        </message>
        <message>
            <source>Generate &amp;next</source>
            <translation>次に生成(&amp;N)</translation>
        </message>
        <message>
            <source>Queue in front of what waits</source>
            <translation>待機中のジョブより前に追加します</translation>
        </message>
        <message>
            <source>&amp;Interrupt and generate</source>
            <translation>中断して生成(&amp;I)</translation>
        </message>
        <message>
            <source>Stop the drawing that runs and begin with this one</source>
            <translation>実行中の生成を中断し、これをすぐに始めます</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>キャンセル(&amp;C)</translation>
        </message>
        <message>
            <source>Stop the drawing that runs, now</source>
            <translation>実行中の生成を直ちに停止します</translation>
        </message>
        <message>
            <source>S&amp;top after this picture</source>
            <translation>この画像の後で停止(&amp;T)</translation>
        </message>
        <message>
            <source>Finish the picture that is drawn, then stop</source>
            <translation>生成中の画像を完成させてから停止します</translation>
        </message>
        <message>
            <source>&amp;Pause the queue</source>
            <translation>キューを一時停止(&amp;P)</translation>
        </message>
        <message>
            <source>Let nothing new begin</source>
            <translation>新しいジョブを開始しないようにします</translation>
        </message>
        <message>
            <source>C&amp;lear the queue</source>
            <translation>キューを空にする(&amp;L)</translation>
        </message>
        <message>
            <source>Take out everything that waits</source>
            <translation>待機中のジョブをすべて取り除きます</translation>
        </message>
        <message>
            <source>Remove failed and cancelled &amp;jobs</source>
            <translation>失敗・キャンセルしたジョブを削除(&amp;J)</translation>
        </message>
        <message>
            <source>Tidy the list of jobs</source>
            <translation>ジョブのリストを整理します</translation>
        </message>
        <message>
            <source>Use &amp;everything</source>
            <translation>すべて使用(&amp;E)</translation>
        </message>
        <message>
            <source>Take the picture's prompt and settings into the form</source>
            <translation>画像のプロンプトと設定をフォームに取り込みます</translation>
        </message>
        <message>
            <source>Use the &amp;prompt</source>
            <translation>プロンプトを使用(&amp;P)</translation>
        </message>
        <message>
            <source>Take the picture's prompt into the form</source>
            <translation>画像のプロンプトをフォームに取り込みます</translation>
        </message>
        <message>
            <source>Use the see&amp;d</source>
            <translation>シードを使用(&amp;D)</translation>
        </message>
        <message>
            <source>Take the picture's seed into the form</source>
            <translation>画像のシードをフォームに取り込みます</translation>
        </message>
        <message>
            <source>P&amp;revious picture</source>
            <translation>前の画像(&amp;R)</translation>
        </message>
        <message>
            <source>Show the picture before</source>
            <translation>前の画像を表示します</translation>
        </message>
        <message>
            <source>&amp;Next picture</source>
            <translation>次の画像(&amp;N)</translation>
        </message>
        <message>
            <source>Show the picture after</source>
            <translation>次の画像を表示します</translation>
        </message>
        <message>
            <source>&amp;Fit the picture</source>
            <translation>ウィンドウに合わせる(&amp;F)</translation>
        </message>
        <message>
            <source>Show the whole picture</source>
            <translation>画像全体を表示します</translation>
        </message>
        <message>
            <source>&amp;100 %</source>
            <translation>100%(&amp;1)</translation>
        </message>
        <message>
            <source>One pixel of the screen for each</source>
            <translation>画像の 1 ピクセルを画面の 1 ピクセルで表示します</translation>
        </message>
        <message>
            <source>&amp;200 %</source>
            <translation>200%(&amp;2)</translation>
        </message>
        <message>
            <source>Two pixels of the screen for each</source>
            <translation>画像の 1 ピクセルを画面の 2 ピクセルで表示します</translation>
        </message>
        <message>
            <source>Zoom &amp;in</source>
            <translation>拡大(&amp;I)</translation>
        </message>
        <message>
            <source>Enlarge the picture</source>
            <translation>画像を大きく表示します</translation>
        </message>
        <message>
            <source>Zoom &amp;out</source>
            <translation>縮小(&amp;O)</translation>
        </message>
        <message>
            <source>Make the picture smaller</source>
            <translation>画像を小さく表示します</translation>
        </message>
        <message>
            <source>Go to the &amp;prompt</source>
            <translation>プロンプトへ移動(&amp;P)</translation>
        </message>
        <message>
            <source>Put the cursor into the prompt</source>
            <translation>カーソルをプロンプトに移動します</translation>
        </message>
        <message>
            <source>Find a &amp;template…</source>
            <translation>テンプレートを探す(&amp;T)…</translation>
        </message>
        <message>
            <source>Search the templates, see what they do, and apply one</source>
            <translation>テンプレートを検索し、効果を確認して適用します</translation>
        </message>
        <message>
            <source>Re&amp;write the prompt</source>
            <translation>プロンプトを書き換え(&amp;W)</translation>
        </message>
        <message>
            <source>Let the language model write a better prompt to choose from</source>
            <translation>言語モデルに、より良いプロンプトの候補を書かせます</translation>
        </message>
        <message>
            <source>Picture on&amp;ly</source>
            <translation>画像のみ表示(&amp;L)</translation>
        </message>
        <message>
            <source>Hide every panel, or show them again</source>
            <translation>すべてのパネルの表示と非表示を切り替えます</translation>
        </message>
        <message>
            <source>F&amp;ull screen</source>
            <translation>全画面表示(&amp;U)</translation>
        </message>
        <message>
            <source>Use the whole screen</source>
            <translation>画面全体を使って表示します</translation>
        </message>
        <message>
            <source>&amp;Create</source>
            <translation>作成(&amp;C)</translation>
        </message>
        <message>
            <source>Arrange the panels for writing and drawing</source>
            <translation>プロンプトの作成と画像の生成に適したパネル配置にします</translation>
        </message>
        <message>
            <source>C&amp;ompare</source>
            <translation>比較(&amp;O)</translation>
        </message>
        <message>
            <source>Arrange the panels for looking at results side by side</source>
            <translation>結果を並べて見比べるのに適したパネル配置にします</translation>
        </message>
        <message>
            <source>&amp;Inspect</source>
            <translation>確認(&amp;I)</translation>
        </message>
        <message>
            <source>Arrange the panels for seeing what the model gets and where it runs</source>
            <translation>モデルへの入力と実行先の確認に適したパネル配置にします</translation>
        </message>
        <message>
            <source>&amp;History</source>
            <translation>履歴(&amp;H)</translation>
        </message>
        <message>
            <source>Give the history most of the window</source>
            <translation>ウィンドウの大部分を履歴に使います</translation>
        </message>
        <message>
            <source>&amp;Lock the panels</source>
            <translation>パネルを固定(&amp;L)</translation>
        </message>
        <message>
            <source>Panels have no title bars and stay where they are</source>
            <translation>パネルのタイトルバーを隠し、位置を固定します</translation>
        </message>
        <message>
            <source>&amp;Reset the layout</source>
            <translation>レイアウトをリセット(&amp;R)</translation>
        </message>
        <message>
            <source>Put every panel where it was at first</source>
            <translation>すべてのパネルを初期の位置に戻します</translation>
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation>システムに合わせる(&amp;S)</translation>
        </message>
        <message>
            <source>Theme: light or dark as the system is</source>
            <translation>テーマ: システムのライト/ダークに合わせる</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>ライト(&amp;L)</translation>
        </message>
        <message>
            <source>Theme: light</source>
            <translation>テーマ: ライト</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>ダーク(&amp;D)</translation>
        </message>
        <message>
            <source>Theme: dark</source>
            <translation>テーマ: ダーク</translation>
        </message>
        <message>
            <source>High &amp;contrast</source>
            <translation>ハイコントラスト(&amp;C)</translation>
        </message>
        <message>
            <source>Theme: white and yellow on black, with strong lines</source>
            <translation>テーマ: 黒地に白と黄色、太い線</translation>
        </message>
        <message>
            <source>&amp;Notify when a drawing is done</source>
            <translation>生成の完了を通知(&amp;N)</translation>
        </message>
        <message>
            <source>Tell by a message of the system when a drawing ends and another window is in front</source>
            <translation>ほかのウィンドウが前面にあるときに生成が終わると、システムの通知で知らせます</translation>
        </message>
        <message>
            <source>&amp;Commands…</source>
            <translation>コマンド(&amp;C)…</translation>
        </message>
        <message>
            <source>Find a command by its name</source>
            <translation>コマンドを名前で検索します</translation>
        </message>
        <message>
            <source>Copy &amp;diagnostics…</source>
            <translation>診断情報をコピー(&amp;D)…</translation>
        </message>
        <message>
            <source>What a report of a fault should tell, without secrets, to look at and copy</source>
            <translation>不具合の報告に必要な情報を、機密情報を除いて表示し、コピーできるようにします</translation>
        </message>
        <message>
            <source>&amp;About Diptych</source>
            <translation>Diptych について(&amp;A)</translation>
        </message>
        <message>
            <source>Version, model and devices</source>
            <translation>バージョン、モデル、デバイスを表示します</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>テーマ</translation>
        </message>
        <message>
            <source>Perspective</source>
            <translation>画面構成</translation>
        </message>
        <message>
            <source>What pictures tell</source>
            <translation>画像に含める情報</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>ファイル(&amp;F)</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>最近開いた画像(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;What pictures tell</source>
            <translation>画像に含める情報(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>編集(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>表示(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Window</source>
            <translation>ウィンドウ(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>テーマ(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>ヘルプ(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;System</source>
            <translation>システム(&amp;S)</translation>
        </message>
        <message>
            <source>Language: the system's</source>
            <translation>言語: システムに合わせる</translation>
        </message>
        <message>
            <source>English</source>
            <translation>English</translation>
        </message>
        <message>
            <source>Language: English</source>
            <translation>言語: 英語</translation>
        </message>
        <message>
            <source>Deutsch</source>
            <translation>Deutsch</translation>
        </message>
        <message>
            <source>Language: German</source>
            <translation>言語: ドイツ語</translation>
        </message>
        <message>
            <source>日本語</source>
            <translation>日本語</translation>
        </message>
        <message>
            <source>Language: Japanese</source>
            <translation>言語: 日本語</translation>
        </message>
        <message>
            <source>简体中文</source>
            <translation>简体中文</translation>
        </message>
        <message>
            <source>Language: Simplified Chinese</source>
            <translation>言語: 簡体字中国語</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>言語</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>言語(&amp;L)</translation>
        </message>
        <message>
            <source>Open em&amp;beddings…</source>
            <translation>埋め込みを開く(&amp;B)…</translation>
        </message>
        <message>
            <source>Look at saved embeddings of a prompt, and draw from them</source>
            <translation>保存したプロンプトの埋め込みを表示し、そこから生成します</translation>
        </message>
        <message>
            <source>Sa&amp;ve the prompt's embedding…</source>
            <translation>プロンプトの埋め込みを保存(&amp;V)…</translation>
        </message>
        <message>
            <source>Encode the prompt and write the embedding with all that is known of it</source>
            <translation>プロンプトをエンコードし、わかっている情報すべてとともに埋め込みを書き出します</translation>
        </message>
        <message>
            <source>Encoder on another &amp;machine…</source>
            <translation>別のマシンのエンコーダー(&amp;M)…</translation>
        </message>
        <message>
            <source>Encode prompts on servers: choose, test and compare them</source>
            <translation>プロンプトをサーバーでエンコードします: サーバーの選択、テスト、比較</translation>
        </message>
        <message>
            <source>S&amp;hare this encoder…</source>
            <translation>このエンコーダーを共有(&amp;H)…</translation>
        </message>
        <message>
            <source>Let other programs and machines use the model that is open</source>
            <translation>開いているモデルを他のプログラムやマシンから使えるようにします</translation>
        </message>
        <message>
            <source>&amp;Compare the chosen pictures</source>
            <translation>選択した画像を比較(&amp;C)</translation>
        </message>
        <message>
            <source>Compare what is chosen in the filmstrip; of one picture alone, with the one before</source>
            <translation>フィルムストリップで選択した画像を比較します。1 枚だけの場合は直前の画像と比較します</translation>
        </message>
        <message>
            <source>&amp;Open pictures to compare…</source>
            <translation>比較する画像を開く(&amp;O)…</translation>
        </message>
        <message>
            <source>Add picture files to the comparison, nine at most</source>
            <translation>画像ファイルを比較に追加します (最大 9 枚)</translation>
        </message>
        <message>
            <source>Draw &amp;variants to compare…</source>
            <translation>比較用のバリエーションを生成(&amp;V)…</translation>
        </message>
        <message>
            <source>Draw the form two to nine times from the same noise, with differences</source>
            <translation>フォームの内容を、同じノイズから違いを付けて 2 ～ 9 回生成します</translation>
        </message>
        <message>
            <source>&amp;Use its settings</source>
            <translation>この設定を使用(&amp;U)</translation>
        </message>
        <message>
            <source>Take the settings of the marked picture of the comparison into the form</source>
            <translation>比較で印の付いた画像の設定をフォームに取り込みます</translation>
        </message>
        <message>
            <source>&amp;Take it out</source>
            <translation>取り除く(&amp;T)</translation>
        </message>
        <message>
            <source>Take the marked picture out of the comparison</source>
            <translation>印の付いた画像を比較から取り除きます</translation>
        </message>
        <message>
            <source>Take &amp;all out</source>
            <translation>すべて取り除く(&amp;A)</translation>
        </message>
        <message>
            <source>Take every picture out of the comparison; no file is touched</source>
            <translation>すべての画像を比較から取り除きます。ファイルはそのまま残ります</translation>
        </message>
        <message>
            <source>&amp;Export the comparison…</source>
            <translation>比較を書き出す(&amp;E)…</translation>
        </message>
        <message>
            <source>Write the comparison as one labelled picture, or as a page</source>
            <translation>比較を、ラベル付きの 1 枚の画像またはページとして書き出します</translation>
        </message>
        <message>
            <source>Co&amp;py the comparison</source>
            <translation>比較をコピー(&amp;P)</translation>
        </message>
        <message>
            <source>Copy the comparison as one labelled picture</source>
            <translation>比較をラベル付きの 1 枚の画像としてコピーします</translation>
        </message>
        <message>
            <source>&amp;Compare</source>
            <translation>比較(&amp;C)</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CommandPalette</name>
        <message>
            <source>Commands</source>
            <translation>コマンド</translation>
        </message>
        <message>
            <source>Type a command</source>
            <translation>コマンドを入力</translation>
        </message>
        <message>
            <source>Part of a command's name</source>
            <translation>コマンド名の一部</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CompareController</name>
        <message>
            <source>A comparison has nine pictures at most.</source>
            <translation>比較できる画像は最大 9 枚です。</translation>
        </message>
        <message>
            <source>is read</source>
            <translation>読み取り中</translation>
        </message>
        <message>
            <source>Open pictures to compare</source>
            <translation>比較する画像を開く</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>画像 (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
        <message>
            <source>The queue is paused: the variants are drawn when it goes on.</source>
            <translation>キューは一時停止中です。再開するとバリエーションが生成されます。</translation>
        </message>
        <message>
            <source>Waits</source>
            <translation>待機中</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>停止しています…</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>キャンセル済み</translation>
        </message>
        <message>
            <source>Use of a compared picture's settings</source>
            <translation>比較した画像の設定の使用</translation>
        </message>
        <message>
            <source>The settings of the marked picture are in the form.</source>
            <translation>印の付いた画像の設定をフォームに取り込みました。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Export the comparison</source>
            <translation>比較を書き出す</translation>
        </message>
        <message>
            <source>One picture (*.png);;Web page (*.html)</source>
            <translation>1 枚の画像 (*.png);;Web ページ (*.html)</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>比較</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>%1 として保存しました。</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>コピーしました。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConfiguredTemplate</name>
        <message>
            <source>The configuration names the template %1. It was not applied, since the prompt has texts of your own in its places.</source>
            <translation>設定ではテンプレート %1 が指定されています。その場所にご自身のテキストがあるため、適用しませんでした。</translation>
        </message>
        <message>
            <source>Apply it</source>
            <translation>適用する</translation>
        </message>
        <message>
            <source>The configuration names the template %1, which does not exist. The prompt goes on without it.</source>
            <translation>設定で指定されたテンプレート %1 は存在しません。テンプレートなしで続けます。</translation>
        </message>
        <message>
            <source>Choose another one, or correct prompt.template.</source>
            <translation>別のテンプレートを選ぶか、prompt.template を修正してください。</translation>
        </message>
        <message>
            <source>Choose a template</source>
            <translation>テンプレートを選ぶ</translation>
        </message>
        <message>
            <source>The configuration names the template %1, which asks for %2. The prompt goes on without it.</source>
            <translation>設定で指定されたテンプレート %1 には %2 の入力が必要です。テンプレートなしで続けます。</translation>
        </message>
        <message>
            <source>Fill in its fields and apply it.</source>
            <translation>入力欄を埋めて適用してください。</translation>
        </message>
        <message>
            <source>Fill in</source>
            <translation>入力する</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionCells</name>
        <message>
            <source>Encoder server</source>
            <translation>エンコーダーサーバー</translation>
        </message>
        <message>
            <source>Sharing</source>
            <translation>共有</translation>
        </message>
        <message>
            <source>Encoder: %1</source>
            <translation>エンコーダー: %1</translation>
        </message>
        <message>
            <source>Encoder: %1, %2 ms</source>
            <translation>エンコーダー: %1、%2 ms</translation>
        </message>
        <message>
            <source>The server that encodes prompts. Click to see all of them.</source>
            <translation>プロンプトをエンコードするサーバーです。クリックするとすべて表示します。</translation>
        </message>
        <message numerus="yes">
            <source>Shared: %n request(s)</source>
            <translation>
                <numerusform>共有中: リクエスト %n 件</numerusform>
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
            <translation>ここでは Avahi が動作していないため、サーバーは検索されません。</translation>
        </message>
        <message>
            <source>No server has announced itself.</source>
            <translation>通知を出しているサーバーはありません。</translation>
        </message>
        <message>
            <source>A short prompt is encoded there and here…</source>
            <translation>短いプロンプトを相手側とこのマシンでエンコードしています…</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ConnectionDialog</name>
        <message>
            <source>Other machines</source>
            <translation>他のマシン</translation>
        </message>
        <message>
            <source>Encoder servers</source>
            <translation>エンコーダーサーバー</translation>
        </message>
        <message>
            <source>Sharing</source>
            <translation>共有</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::CraftController</name>
        <message>
            <source>The queue is paused: the text is written when it goes on.</source>
            <translation>キューは一時停止中です。再開するとテキストが作成されます。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::Desktop</name>
        <message>
            <source>Prompt</source>
            <translation>プロンプト</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>テンプレート</translation>
        </message>
        <message>
            <source>Rewriter</source>
            <translation>リライター</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>キュー</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>デバイス</translation>
        </message>
        <message>
            <source>History</source>
            <translation>履歴</translation>
        </message>
        <message>
            <source>Open a model folder</source>
            <translation>モデルフォルダーを開く</translation>
        </message>
        <message>
            <source>That model cannot be used. %1</source>
            <translation>このモデルは使用できません。%1</translation>
        </message>
        <message>
            <source>no model</source>
            <translation>モデルなし</translation>
        </message>
        <message>
            <source>Describe a picture</source>
            <translation>描きたい画像を説明してください</translation>
        </message>
        <message>
            <source>Type what you want to see and press Ctrl+Enter. The bundled demo model draws small pictures; open a model folder (Ctrl+Shift+O) for real ones.</source>
            <translation>描きたいものを入力して Ctrl+Enter を押してください。同梱のデモモデルでは小さな画像が生成されます。本格的な画像を生成するには、モデルフォルダーを開いてください (Ctrl+Shift+O)。</translation>
        </message>
        <message>
            <source>Type what you want to see and press Ctrl+Enter.</source>
            <translation>描きたいものを入力して Ctrl+Enter を押してください。</translation>
        </message>
        <message>
            <source>The saved form was damaged. Its last good copy was restored.</source>
            <translation>保存されたフォームが破損していたため、最後の正常なコピーを復元しました。</translation>
        </message>
        <message>
            <source>The window's settings were damaged. Their last good copy was restored.</source>
            <translation>ウィンドウの設定が破損していたため、最後の正常なコピーを復元しました。</translation>
        </message>
        <message>
            <source>The saved form was damaged, and there is no copy of it.</source>
            <translation>保存されたフォームが破損しており、そのコピーもありません。</translation>
        </message>
        <message>
            <source>%1. Click for devices.</source>
            <translation>%1。クリックするとデバイスを表示します。</translation>
        </message>
        <message>
            <source>Diptych</source>
            <translation>Diptych</translation>
        </message>
        <message>
            <source>A drawing runs. Quitting stops it; finished pictures are kept, and what waits comes back at the next start.</source>
            <translation>画像を生成中です。終了すると生成は停止します。完成した画像は保持され、待機中のジョブは次回起動時に復元されます。</translation>
        </message>
        <message>
            <source>Stay</source>
            <translation>終了しない</translation>
        </message>
        <message>
            <source>Stop and quit</source>
            <translation>停止して終了</translation>
        </message>
        <message>
            <source>The drawing failed</source>
            <translation>生成に失敗しました</translation>
        </message>
        <message>
            <source>The drawing is done</source>
            <translation>生成が完了しました</translation>
        </message>
        <message>
            <source>The language changes at the next start: a drawing runs.</source>
            <translation>描画中のため、言語は次回の起動時に切り替わります。</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>比較</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>埋め込み</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::DiagnosticsDialog</name>
        <message>
            <source>Diagnostics</source>
            <translation>診断情報</translation>
        </message>
        <message>
            <source>This is all that would be copied. Keys, passwords and your name have been taken out; nothing is sent anywhere.</source>
            <translation>コピーされるのはこの内容がすべてです。キー、パスワード、あなたの名前は取り除かれています。どこにも送信されません。</translation>
        </message>
        <message>
            <source>The report</source>
            <translation>レポート</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>コピー(&amp;C)</translation>
        </message>
        <message>
            <source>Copy the report, to be pasted where you describe the fault</source>
            <translation>レポートをコピーします。不具合の報告先に貼り付けてください</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::DropRouter</name>
        <message>
            <source>Let go to look at the picture and read its settings</source>
            <translation>ドロップすると、画像を表示してその設定を読み取ります</translation>
        </message>
        <message numerus="yes">
            <source>Let go to look at %n pictures; the settings of the first are read</source>
            <translation>
                <numerusform>ドロップすると、%n 枚の画像を表示して最初の画像の設定を読み取ります</numerusform>
            </translation>
        </message>
        <message>
            <source>Let go to look at the pictures and the embeddings</source>
            <translation>離すと画像と埋め込みを表示します</translation>
        </message>
        <message numerus="yes">
            <source>Let go to look at %n file(s) of embeddings</source>
            <translation>
                <numerusform>離すと埋め込みファイル %n 件を表示します</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::EmbeddingController</name>
        <message>
            <source>Open embeddings</source>
            <translation>埋め込みを開く</translation>
        </message>
        <message>
            <source>Embeddings (*.safetensors *.npz *.npy)</source>
            <translation>埋め込み (*.safetensors *.npz *.npy)</translation>
        </message>
        <message>
            <source>Save the prompt's embedding</source>
            <translation>プロンプトの埋め込みを保存</translation>
        </message>
        <message>
            <source>Embeddings (*.safetensors);;numpy (*.npz *.npy)</source>
            <translation>埋め込み (*.safetensors);;numpy (*.npz *.npy)</translation>
        </message>
        <message>
            <source>The queue is paused: the prompt is encoded when it goes on.</source>
            <translation>キューは一時停止中です。再開するとプロンプトがエンコードされます。</translation>
        </message>
        <message>
            <source>The prompt is being encoded.</source>
            <translation>プロンプトをエンコードしています。</translation>
        </message>
        <message>
            <source>Cancelled: nothing was written.</source>
            <translation>キャンセルしました。何も書き込まれていません。</translation>
        </message>
        <message>
            <source>%1 (%2 times)</source>
            <translation>%1 (%2 倍)</translation>
        </message>
        <message>
            <source>Channels far larger than the median one: %1.</source>
            <translation>中央値よりはるかに大きいチャンネル: %1。</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>プロンプト</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>システムプロンプト</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考ブロック</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>テンプレート</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隠れ層</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>テキストエンコーダー</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>数値</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>作成日時</translation>
        </message>
        <message>
            <source>By Diptych</source>
            <translation>Diptych のバージョン</translation>
        </message>
        <message>
            <source>Made of</source>
            <translation>作成元</translation>
        </message>
        <message>
            <source>The form draws from %1. With guidance it needs a negative embedding too: open one and press “Use as negative”, or set the guidance to 0.</source>
            <translation>フォームは %1 から生成します。ガイダンスを使う場合はネガティブの埋め込みも必要です。開いて「ネガティブとして使用」を押すか、ガイダンスを 0 にしてください。</translation>
        </message>
        <message>
            <source>The form draws from %1 instead of the prompt.</source>
            <translation>フォームはプロンプトの代わりに %1 から生成します。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::EncoderFallback</name>
        <message>
            <source>No encoder server encoded the prompt; the job waits. Encode on this machine for the rest of this session? %1</source>
            <translation>どのエンコーダーサーバーでもプロンプトをエンコードできませんでした。ジョブは待機しています。このセッションの間はこのマシンでエンコードしますか？ %1</translation>
        </message>
        <message>
            <source>No encoder server encoded the prompt; the job waits. %1</source>
            <translation>どのエンコーダーサーバーでもプロンプトをエンコードできませんでした。ジョブは待機しています。 %1</translation>
        </message>
        <message>
            <source>This machine has no text encoder of its own. The queue goes on when a server answers.</source>
            <translation>このマシンにはテキストエンコーダーがありません。サーバーが応答するとキューが再開します。</translation>
        </message>
        <message>
            <source>Encode here</source>
            <translation>ここでエンコード</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再試行</translation>
        </message>
        <message>
            <source>Wait for a server</source>
            <translation>サーバーを待つ</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::GenerationController</name>
        <message>
            <source>Queued. The queue is paused.</source>
            <translation>キューに追加しました。キューは一時停止中です。</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>再開</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting job(s) were taken out.</source>
            <translation>
                <numerusform>待機中のジョブ %n 件を取り除きました。</numerusform>
            </translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>The form shows a job that waits. Change it, then put it back.</source>
            <translation>フォームには待機中のジョブが表示されています。変更したら、キューに戻してください。</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>キューに戻す</translation>
        </message>
        <message>
            <source>Leave as it was</source>
            <translation>変更しない</translation>
        </message>
        <message>
            <source>Use of a job's settings</source>
            <translation>ジョブの設定の使用</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>停止しています…</translation>
        </message>
        <message>
            <source>Save elsewhere…</source>
            <translation>別の場所に保存…</translation>
        </message>
        <message>
            <source>“%1” was being drawn when Diptych ended.</source>
            <translation>Diptych の終了時に「%1」を生成中でした。</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) of the last time wait. The queue is paused.</source>
            <translation>
                <numerusform>前回のジョブが %n 件待機しています。キューは一時停止中です。</numerusform>
            </translation>
        </message>
        <message>
            <source>Draw it again</source>
            <translation>もう一度生成</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再試行</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::HistoryController</name>
        <message>
            <source>The form holds these settings already.</source>
            <translation>フォームはすでにこの設定になっています。</translation>
        </message>
        <message>
            <source>Use of a picture's settings</source>
            <translation>画像の設定の使用</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ModelDialog</name>
        <message>
            <source>checkpoint folder</source>
            <translation>チェックポイントフォルダー</translation>
        </message>
        <message>
            <source>in Hugging Face's cache</source>
            <translation>Hugging Face のキャッシュ内</translation>
        </message>
        <message>
            <source>single files of ComfyUI</source>
            <translation>ComfyUI の個別ファイル</translation>
        </message>
        <message>
            <source>text encoder</source>
            <translation>テキストエンコーダー</translation>
        </message>
        <message>
            <source>autoencoder</source>
            <translation>オートエンコーダー</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Models on this machine</source>
            <translation>このマシンにあるモデル</translation>
        </message>
        <message>
            <source>&amp;Draw with it</source>
            <translation>このモデルで生成(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Look in a folder…</source>
            <translation>フォルダー内を探す(&amp;L)…</translation>
        </message>
        <message>
            <source>Check a folder and everything in it</source>
            <translation>フォルダーとその中身をすべて調べます</translation>
        </message>
        <message>
            <source>Look in a folder</source>
            <translation>フォルダー内を探す</translation>
        </message>
        <message>
            <source>Get the real model</source>
            <translation>正式なモデルを入手</translation>
        </message>
        <message>
            <source>Z-Image-Turbo by Tongyi-MAI is on huggingface.co, about 33 GB. Fetch the whole repository into one folder, which then holds transformer, text_encoder, vae, tokenizer and scheduler; then look in that folder. With Hugging Face's own program:</source>
            <translation>Tongyi-MAI の Z-Image-Turbo は huggingface.co にあります (約 33 GB)。リポジトリ全体を 1 つのフォルダーにダウンロードすると、その中に transformer、text_encoder、vae、tokenizer、scheduler が入ります。その後、そのフォルダー内を探してください。Hugging Face 純正のプログラムを使う場合:</translation>
        </message>
        <message>
            <source>Command that fetches the model</source>
            <translation>モデルをダウンロードするコマンド</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>コピー(&amp;C)</translation>
        </message>
        <message>
            <source>Copy the command, to be pasted into a terminal</source>
            <translation>ターミナルに貼り付けるコマンドをコピーします</translation>
        </message>
        <message>
            <source>Looking for models…</source>
            <translation>モデルを探しています…</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 — %2</translation>
        </message>
        <message>
            <source>There is no Z-Image model in that folder.</source>
            <translation>そのフォルダーに Z-Image モデルはありません。</translation>
        </message>
        <message>
            <source>No model was found in the usual places.</source>
            <translation>通常の場所にはモデルが見つかりませんでした。</translation>
        </message>
        <message numerus="yes">
            <source>%n model(s) on this machine:</source>
            <translation>
                <numerusform>このマシンのモデル (%n 個):</numerusform>
            </translation>
        </message>
        <message>
            <source>Something of this model is missing</source>
            <translation>このモデルには不足しているものがあります</translation>
        </message>
        <message>
            <source>Draw with this model from now on</source>
            <translation>今後の生成にこのモデルを使用します</translation>
        </message>
        <message>
            <source>In %1. Nothing is missing.</source>
            <translation>場所: %1。不足はありません。</translation>
        </message>
        <message>
            <source>In %1. Missing or unusable: %2.</source>
            <translation>場所: %1。不足または使用不可: %2。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PictureActions</name>
        <message>
            <source>Save the picture</source>
            <translation>画像を保存</translation>
        </message>
        <message>
            <source>PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)</source>
            <translation>PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp)</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>%1 として保存しました。</translation>
        </message>
        <message>
            <source>Save elsewhere…</source>
            <translation>別の場所に保存…</translation>
        </message>
        <message>
            <source>Copied.</source>
            <translation>コピーしました。</translation>
        </message>
        <message>
            <source>Use of a picture's settings</source>
            <translation>画像の設定の使用</translation>
        </message>
        <message>
            <source>The picture's prompt, settings and seed are in the form.</source>
            <translation>画像のプロンプト、設定、シードをフォームに取り込みました。</translation>
        </message>
        <message>
            <source>Use of a picture's prompt</source>
            <translation>画像のプロンプトの使用</translation>
        </message>
        <message>
            <source>The picture's prompt is in the form.</source>
            <translation>画像のプロンプトをフォームに取り込みました。</translation>
        </message>
        <message>
            <source>The picture's seed is kept for the next drawings.</source>
            <translation>画像のシードを固定しました。以降の生成で使用されます。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PictureImport</name>
        <message>
            <source>Not understood: %1. Pictures are PNG, JPEG or WebP files.</source>
            <translation>読み取れません: %1。対応している画像は PNG、JPEG、WebP ファイルです。</translation>
        </message>
        <message>
            <source>The form holds the settings of this picture already.</source>
            <translation>フォームはすでにこの画像の設定になっています。</translation>
        </message>
        <message>
            <source>Use of another picture's settings</source>
            <translation>別の画像の設定の使用</translation>
        </message>
        <message>
            <source>%1 tells nothing about how it was made.</source>
            <translation>%1 には生成情報が含まれていません。</translation>
        </message>
        <message>
            <source>Draw from it</source>
            <translation>これを元に生成</translation>
        </message>
        <message>
            <source>The copied picture tells nothing about how it was made. Open its file instead.</source>
            <translation>コピーした画像には生成情報が含まれていません。代わりに画像のファイルを開いてください。</translation>
        </message>
        <message>
            <source>What was copied holds no settings of a picture.</source>
            <translation>コピーした内容には画像の設定が含まれていません。</translation>
        </message>
        <message>
            <source>Open a picture</source>
            <translation>画像を開く</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>画像 (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PreferenceModel</name>
        <message>
            <source>%1, chosen here</source>
            <translation>%1、ここで変更済み</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>値</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::PreferencesDialog</name>
        <message>
            <source>Remote encoder</source>
            <translation>リモートエンコーダー</translation>
        </message>
        <message>
            <source>Skip layers</source>
            <translation>スキップレイヤー</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>&amp;Set back</source>
            <translation>既定に戻す(&amp;S)</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>環境設定</translation>
        </message>
        <message>
            <source>Search the settings</source>
            <translation>設定を検索</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>検索</translation>
        </message>
        <message>
            <source>Parts of the settings</source>
            <translation>設定の分類</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>Use what the configuration file or the program says</source>
            <translation>設定ファイルまたはプログラムの値を使います</translation>
        </message>
        <message>
            <source>All settings</source>
            <translation>すべての設定</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>ショートカット</translation>
        </message>
        <message>
            <source>Nothing here is called that.</source>
            <translation>該当する項目はありません。</translation>
        </message>
        <message>
            <source>Takes %1.</source>
            <translation>指定できる値: %1。</translation>
        </message>
        <message>
            <source>This list is written in the configuration file.</source>
            <translation>このリストは設定ファイルに記述します。</translation>
        </message>
        <message>
            <source>Default: %1. In force: %2.</source>
            <translation>既定値: %1。適用元: %2。</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>デバイス</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>テキストエンコーダー</translation>
        </message>
        <message>
            <source>Generation</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>プロンプト</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>メモリ</translation>
        </message>
        <message>
            <source>Rewriter</source>
            <translation>リライター</translation>
        </message>
        <message>
            <source>Scheduler</source>
            <translation>スケジューラー</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>元画像</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>タイル</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>2 パス生成</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多様性</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::SharingController</name>
        <message>
            <source>Other machines are only answered with a key. Make one, or share with this machine alone.</source>
            <translation>他のマシンへの応答にはキーが必要です。キーを作成するか、このマシンだけで共有してください。</translation>
        </message>
        <message>
            <source>Choose at least one thing to offer.</source>
            <translation>提供する項目を少なくとも 1 つ選んでください。</translation>
        </message>
        <message>
            <source>Diptych on %1</source>
            <translation>%1 の Diptych</translation>
        </message>
        <message>
            <source>The server begins…</source>
            <translation>サーバーを開始しています…</translation>
        </message>
        <message>
            <source>The server finishes what is under way…</source>
            <translation>サーバーは実行中の処理を終えています…</translation>
        </message>
        <message numerus="yes">
            <source>Answers at %1: %n request(s)</source>
            <translation>
                <numerusform>%1 で応答中: リクエスト %n 件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source> of %n client(s).</source>
            <translation>
                <numerusform>、クライアント %n 台。</numerusform>
            </translation>
        </message>
        <message>
            <source>Other machines on the network find it by themselves.</source>
            <translation>ネットワーク上の他のマシンが自動的に見つけます。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::ShortcutPage</name>
        <message>
            <source>&amp;Set</source>
            <translation>割り当て(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Default</source>
            <translation>既定に戻す(&amp;D)</translation>
        </message>
        <message>
            <source>Commands and their shortcuts</source>
            <translation>コマンドとショートカット</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>コマンド</translation>
        </message>
        <message>
            <source>Shortcut</source>
            <translation>ショートカット</translation>
        </message>
        <message>
            <source>New shortcut</source>
            <translation>新しいショートカット</translation>
        </message>
        <message>
            <source>Press the keys that are to run the command</source>
            <translation>コマンドの実行に使うキーを押してください</translation>
        </message>
        <message>
            <source>Give these keys to the command; without keys it has no shortcut</source>
            <translation>このキーをコマンドに割り当てます。キーを空にするとショートカットなしになります</translation>
        </message>
        <message>
            <source>Give the command the keys that the program comes with</source>
            <translation>コマンドのキーをプログラムの既定に戻します</translation>
        </message>
        <message>
            <source>&amp;New shortcut</source>
            <translation>新しいショートカット(&amp;N)</translation>
        </message>
        <message>
            <source>Choose a command.</source>
            <translation>コマンドを選択してください。</translation>
        </message>
        <message>
            <source>These keys run “%1” now. Setting them takes them from there.</source>
            <translation>このキーは現在「%1」に割り当てられています。ここで割り当てると、そちらの割り当ては解除されます。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::StatusCells</name>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>デバイス</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>キュー</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>トークン</translation>
        </message>
        <message>
            <source>The model in use. Click for devices.</source>
            <translation>使用中のモデルです。クリックするとデバイスを表示します。</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>生成中</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>アイドル</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n 件待機中</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Paused, %n waiting</source>
            <translation>
                <numerusform>一時停止中、%n 件待機中</numerusform>
            </translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>一時停止中</translation>
        </message>
        <message>
            <source>The queue: %1. Click to see it.</source>
            <translation>キュー: %1。クリックすると表示します。</translation>
        </message>
        <message>
            <source>%1/%2 tokens</source>
            <translation>%1/%2 トークン</translation>
        </message>
        <message>
            <source>The prompt is longer than what the model was trained with.</source>
            <translation>プロンプトがモデルの学習時の長さを超えています。</translation>
        </message>
        <message>
            <source>Tokens of the prompt. Click to go there.</source>
            <translation>プロンプトのトークン数です。クリックするとプロンプトへ移動します。</translation>
        </message>
    </context>
    <context>
        <name>diptych::gui::UnfinishedPictures</name>
        <message>
            <source>A picture was drawn but not saved: “%1”.</source>
            <translation>生成されたものの保存されていない画像があります: 「%1」。</translation>
        </message>
        <message numerus="yes">
            <source>%n pictures were drawn but not saved.</source>
            <translation>
                <numerusform>生成されたものの保存されていない画像が %n 枚あります。</numerusform>
            </translation>
        </message>
        <message>
            <source>Finishing takes only the last step, the decoding.</source>
            <translation>残っているのは最後のデコード処理だけです。</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>完成させる</translation>
        </message>
        <message>
            <source>Throw away</source>
            <translation>破棄</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets</name>
        <message>
            <source>Something went wrong inside Diptych.</source>
            <translation>Diptych の内部で問題が発生しました。</translation>
        </message>
        <message>
            <source>That cannot be done now.</source>
            <translation>その操作は今は実行できません。</translation>
        </message>
        <message>
            <source>A value is not possible.</source>
            <translation>無効な値があります。</translation>
        </message>
        <message>
            <source>A file is missing.</source>
            <translation>ファイルが見つかりません。</translation>
        </message>
        <message>
            <source>A file is damaged or of another kind.</source>
            <translation>ファイルが破損しているか、種類が違います。</translation>
        </message>
        <message>
            <source>A file could not be written.</source>
            <translation>ファイルに書き込めませんでした。</translation>
        </message>
        <message>
            <source>The configuration cannot be used.</source>
            <translation>設定を使用できません。</translation>
        </message>
        <message>
            <source>The model's weights do not fit.</source>
            <translation>モデルの重みが適合しません。</translation>
        </message>
        <message>
            <source>This version cannot do that.</source>
            <translation>このバージョンでは対応していません。</translation>
        </message>
        <message>
            <source>A device is missing or failed.</source>
            <translation>デバイスが見つからないか、エラーが発生しました。</translation>
        </message>
        <message>
            <source>There was not enough memory.</source>
            <translation>メモリが不足しました。</translation>
        </message>
        <message>
            <source>The other machine did not answer.</source>
            <translation>相手のマシンが応答しませんでした。</translation>
        </message>
        <message>
            <source>The other machine reported an error.</source>
            <translation>相手のマシンがエラーを返しました。</translation>
        </message>
        <message>
            <source>Stopped.</source>
            <translation>停止しました。</translation>
        </message>
        <message>
            <source>Try a smaller size, or let the autoencoder work in tiles (Devices).</source>
            <translation>サイズを小さくするか、オートエンコーダーのタイル処理を使ってみてください (「デバイス」パネル)。</translation>
        </message>
        <message>
            <source>Please report it with the details.</source>
            <translation>詳細を添えて報告してください。</translation>
        </message>
        <message>
            <source>Loading the model, %1 %</source>
            <translation>モデルを読み込み中 (%1%)</translation>
        </message>
        <message>
            <source>Loading the model</source>
            <translation>モデルを読み込み中</translation>
        </message>
        <message>
            <source>Reading the prompt</source>
            <translation>プロンプトを読み取り中</translation>
        </message>
        <message>
            <source>Step %1 of %2</source>
            <translation>ステップ %1/%2</translation>
        </message>
        <message>
            <source>Turning latents into pixels</source>
            <translation>潜在表現をピクセルに変換中</translation>
        </message>
        <message>
            <source>Saving</source>
            <translation>保存中</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 分 %2 秒</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 時間 %2 分</translation>
        </message>
        <message>
            <source>Picture %1 of %2: %3</source>
            <translation>画像 %1/%2: %3</translation>
        </message>
        <message>
            <source>%1, about %2 left</source>
            <translation>%1、残り約 %2</translation>
        </message>
        <message>
            <source>system prompt</source>
            <translation>システムプロンプト</translation>
        </message>
        <message>
            <source>think text</source>
            <translation>思考テキスト</translation>
        </message>
        <message>
            <source>beginning of the answer</source>
            <translation>回答の冒頭</translation>
        </message>
        <message>
            <source>Replaces what you wrote as %1. Undo brings it back.</source>
            <translation>入力済みの%1を置き換えます。「元に戻す」で復元できます。</translation>
        </message>
        <message>
            <source> and </source>
            <translation>と</translation>
        </message>
        <message>
            <source>The template proposes a think block. You have switched it off, so it stays off.</source>
            <translation>テンプレートは思考ブロックを提案していますが、オフにされているためオフのままにします。</translation>
        </message>
        <message>
            <source>Raw mode is switched off, since templates are for formatted prompts.</source>
            <translation>テンプレートは整形されるプロンプト用なので、Raw モードはオフになります。</translation>
        </message>
        <message>
            <source>Token %1 of %2: %3 (number %4)</source>
            <translation>トークン %1/%2: %3 (ID %4)</translation>
        </message>
        <message>
            <source>Tokens %1 to %2 of %3: %4 (numbers %5)</source>
            <translation>トークン %1〜%2 (全 %3): %4 (ID %5)</translation>
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
            <translation>不明</translation>
        </message>
        <message>
            <source>%1 of %2: %3</source>
            <translation>%2 の%1: %3</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CollapsibleSection</name>
        <message numerus="yes">
            <source>%n changed</source>
            <comment>settings of a section</comment>
            <translation>
                <numerusform>変更 %n 件</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::CompareDetails</name>
        <message>
            <source>Pictures</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>What differs</source>
            <translation>異なる点</translation>
        </message>
        <message>
            <source>Words of the prompt</source>
            <translation>プロンプトの単語</translation>
        </message>
        <message>
            <source>Compared pictures</source>
            <translation>比較している画像</translation>
        </message>
        <message>
            <source>Fields that differ</source>
            <translation>異なる項目</translation>
        </message>
        <message>
            <source>What became of the prompt's words</source>
            <translation>プロンプトの単語の変化</translation>
        </message>
        <message>
            <source>How pictures were made is compared when two of them tell it.</source>
            <translation>2 枚以上の画像に生成情報があれば、その違いを比較します。</translation>
        </message>
        <message>
            <source>Nothing that they tell about how they were made.</source>
            <translation>画像にある生成情報に違いはありません。</translation>
        </message>
        <message>
            <source>The prompts of %1 and %2 are the same.</source>
            <translation>%1 と %2 のプロンプトは同じです。</translation>
        </message>
        <message>
            <source>Two prompts are compared word by word.</source>
            <translation>2 つのプロンプトを単語ごとに比較します。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ComparePanel</name>
        <message>
            <source>Nothing to compare yet</source>
            <translation>比較するものはまだありません</translation>
        </message>
        <message>
            <source>Choose two to nine pictures in the history or in the filmstrip and press C, drop files here, or let Compare ▸ Draw variants draw them.</source>
            <translation>履歴またはフィルムストリップで 2 ～ 9 枚の画像を選んで C を押すか、ここにファイルをドロップするか、「比較 ▸ バリエーションを生成」で生成してください。</translation>
        </message>
        <message>
            <source>Let go to compare</source>
            <translation>ドロップすると比較します</translation>
        </message>
        <message>
            <source>Side by side (M)</source>
            <translation>並べて表示 (M)</translation>
        </message>
        <message>
            <source>One over the other, with an edge to move (M; Shift+arrows)</source>
            <translation>重ねて表示し、境界を動かす (M; Shift+矢印キー)</translation>
        </message>
        <message>
            <source>In turns (M; Space holds)</source>
            <translation>交互に表示 (M; Space で停止)</translation>
        </message>
        <message>
            <source>What is different between the two (M)</source>
            <translation>2 枚の違い (M)</translation>
        </message>
        <message>
            <source>How differences are shown</source>
            <translation>違いの表示方法</translation>
        </message>
        <message>
            <source>Absolute</source>
            <translation>絶対値</translation>
        </message>
        <message>
            <source>Marked</source>
            <translation>マーク</translation>
        </message>
        <message>
            <source>Heat map</source>
            <translation>ヒートマップ</translation>
        </message>
        <message>
            <source>The difference of each colour, brightened</source>
            <translation>各色の差を明るくして表示します</translation>
        </message>
        <message>
            <source>The second picture, red where it differs by more than the threshold</source>
            <translation>2 枚目の画像。しきい値を超えて異なる箇所を赤で示します</translation>
        </message>
        <message>
            <source>From black, the same, over red to white, the most different</source>
            <translation>黒 (同じ) から赤を経て白 (最も異なる) まで</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>しきい値</translation>
        </message>
        <message>
            <source>The least difference of a colour, of 255, that counts</source>
            <translation>違いとみなす色の最小差 (255 段階)</translation>
        </message>
        <message>
            <source>Edge between the two pictures</source>
            <translation>2 枚の画像の境界</translation>
        </message>
        <message>
            <source>Hold the picture that is shown (Space)</source>
            <translation>表示中の画像で停止 (Space)</translation>
        </message>
        <message>
            <source>Time for each picture</source>
            <translation>各画像の表示時間</translation>
        </message>
        <message>
            <source>How long each picture is shown</source>
            <translation>各画像を表示する時間</translation>
        </message>
        <message>
            <source> ms</source>
            <translation> ms</translation>
        </message>
        <message>
            <source>First picture of the pair</source>
            <translation>ペアの 1 枚目</translation>
        </message>
        <message>
            <source>First picture of the pair (Alt+1 to Alt+9)</source>
            <translation>ペアの 1 枚目 (Alt+1 ～ Alt+9)</translation>
        </message>
        <message>
            <source>Second picture of the pair</source>
            <translation>ペアの 2 枚目</translation>
        </message>
        <message>
            <source>Second picture of the pair (1 to 9)</source>
            <translation>ペアの 2 枚目 (1 ～ 9)</translation>
        </message>
        <message>
            <source>Exchange the two pictures (X)</source>
            <translation>2 枚の画像を入れ替え (X)</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1%</translation>
        </message>
        <message>
            <source>Two pictures make a difference.</source>
            <translation>違いを見るには 2 枚の画像が必要です。</translation>
        </message>
        <message>
            <source>The difference is shown when both pictures are there.</source>
            <translation>両方の画像がそろうと違いが表示されます。</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 と %2</translation>
        </message>
        <message>
            <source>%1: equal, pixel by pixel</source>
            <translation>%1: 全ピクセルが一致</translation>
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
            <translation>大きい方を縮小して比較</translation>
        </message>
        <message>
            <source>the same noise, %1</source>
            <translation>同じノイズ %1</translation>
        </message>
        <message>
            <source>other noise</source>
            <translation>異なるノイズ</translation>
        </message>
        <message>
            <source>all shown as large as the largest</source>
            <translation>すべて最大の画像に合わせて表示</translation>
        </message>
        <message>
            <source>MAE: mean difference of a colour, 0 to 255. PSNR: 30 dB and more is close. SSIM: likeness of structure, 1 is the same. GMSD: difference of edges, 0 is none.</source>
            <translation>MAE: 色の差の平均 (0 ～ 255)。PSNR: 30 dB 以上ならかなり近い。SSIM: 構造の類似度、1 なら同一。GMSD: エッジの違い、0 なら違いなし。</translation>
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
            <translation>比較</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 と %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionModel</name>
        <message>
            <source>Not used</source>
            <translation>未使用</translation>
        </message>
        <message>
            <source>Connecting</source>
            <translation>接続中</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>準備完了</translation>
        </message>
        <message>
            <source>Degraded</source>
            <translation>一部応答なし</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>応答なし</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>確認しています…</translation>
        </message>
        <message>
            <source>Not asked</source>
            <translation>未確認</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 ms</translation>
        </message>
        <message>
            <source>Slow: %1 ms</source>
            <translation>低速: %1 ms</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 — %2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionPanel</name>
        <message>
            <source>&amp;Remove</source>
            <translation>削除(&amp;R)</translation>
        </message>
        <message>
            <source>Take the server out of the list</source>
            <translation>サーバーを一覧から取り除きます</translation>
        </message>
        <message>
            <source>&amp;Up</source>
            <translation>上へ(&amp;U)</translation>
        </message>
        <message>
            <source>Ask this server earlier</source>
            <translation>このサーバーを先に使います</translation>
        </message>
        <message>
            <source>&amp;Down</source>
            <translation>下へ(&amp;D)</translation>
        </message>
        <message>
            <source>Ask this server later</source>
            <translation>このサーバーを後に使います</translation>
        </message>
        <message>
            <source>&amp;Test the connection</source>
            <translation>接続をテスト(&amp;T)</translation>
        </message>
        <message>
            <source>Try everything from the name to a prompt, and say what fails</source>
            <translation>名前の解決からプロンプトまですべて試し、失敗した箇所を示します</translation>
        </message>
        <message>
            <source>Co&amp;mpare the numbers</source>
            <translation>数値を比較(&amp;M)</translation>
        </message>
        <message>
            <source>Encode a short prompt there and here, and say what differs. The text encoder of this machine is loaded for it.</source>
            <translation>短いプロンプトを相手側とこのマシンでエンコードし、違いを示します。そのために、このマシンのテキストエンコーダーを読み込みます。</translation>
        </message>
        <message>
            <source>&amp;Encode prompts on these servers</source>
            <translation>これらのサーバーでプロンプトをエンコード(&amp;E)</translation>
        </message>
        <message>
            <source>Off, prompts are encoded on this machine and no server is asked</source>
            <translation>オフの場合、プロンプトはこのマシンでエンコードされ、サーバーには問い合わせません</translation>
        </message>
        <message>
            <source>Servers, the first is asked first</source>
            <translation>サーバー (上から順に使用)</translation>
        </message>
        <message>
            <source>Found on the network</source>
            <translation>ネットワーク上で検出</translation>
        </message>
        <message>
            <source>Servers found on the network; Return adds one</source>
            <translation>ネットワーク上で見つかったサーバー。Enter で追加します</translation>
        </message>
        <message>
            <source>A double click adds the server</source>
            <translation>ダブルクリックでサーバーを追加します</translation>
        </message>
        <message>
            <source>Address of another server</source>
            <translation>別のサーバーのアドレス</translation>
        </message>
        <message>
            <source>&amp;Add</source>
            <translation>追加(&amp;A)</translation>
        </message>
        <message>
            <source>Put this address at the end of the list</source>
            <translation>このアドレスを一覧の最後に追加します</translation>
        </message>
        <message>
            <source>the only one that the server has</source>
            <translation>サーバーにある唯一のもの</translation>
        </message>
        <message>
            <source>&amp;Forget the key</source>
            <translation>キーを破棄(&amp;F)</translation>
        </message>
        <message>
            <source>Remove the key from the keychain and from memory</source>
            <translation>キーをキーチェーンとメモリから削除します</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>The text encoder's name on the server</source>
            <translation>サーバー上でのテキストエンコーダーの名前</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>キー</translation>
        </message>
        <message>
            <source>Sent to these servers alone; kept in the system's keychain, never in a file</source>
            <translation>これらのサーバーにだけ送信されます。システムのキーチェーンに保存され、ファイルには保存されません</translation>
        </message>
        <message>
            <source>Stages of the test</source>
            <translation>テストの段階</translation>
        </message>
        <message>
            <source>A key is set; type to replace it</source>
            <translation>キーは設定済みです。入力すると置き換えます</translation>
        </message>
        <message>
            <source>None</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>The key is in the system's keychain.</source>
            <translation>キーはシステムのキーチェーンにあります。</translation>
        </message>
        <message>
            <source>The key is kept for this session only: there is no keychain in this build or on this system.</source>
            <translation>キーはこのセッションの間だけ保持されます。このビルドまたはシステムにはキーチェーンがありません。</translation>
        </message>
        <message>
            <source>The connection is tested…</source>
            <translation>接続をテストしています…</translation>
        </message>
        <message>
            <source>Now: %1</source>
            <translation>現在: %1</translation>
        </message>
        <message>
            <source>No server yet. Type the address of a machine on which Diptych shares its encoder into the field below, and press Add.</source>
            <translation>サーバーはまだありません。Diptych がエンコーダーを共有しているマシンのアドレスを下の欄に入力し、「追加」を押してください。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ConnectionTestModel</name>
        <message>
            <source>The host's name leads to an address</source>
            <translation>ホスト名からアドレスを得られる</translation>
        </message>
        <message>
            <source>The port accepts connections</source>
            <translation>ポートが接続を受け付ける</translation>
        </message>
        <message>
            <source>Certificate and encryption are right; not for http://</source>
            <translation>証明書と暗号化が正しい (http:// では対象外)</translation>
        </message>
        <message>
            <source>What answers speaks HTTP</source>
            <translation>応答する相手が HTTP を話す</translation>
        </message>
        <message>
            <source>The key is accepted, or none is wanted</source>
            <translation>キーが受け付けられる、またはキーが不要</translation>
        </message>
        <message>
            <source>/v1/models and /v1/hidden_states are there</source>
            <translation>/v1/models と /v1/hidden_states がある</translation>
        </message>
        <message>
            <source>The model is there and gives the hidden layer</source>
            <translation>モデルがあり、隠れ層を返す</translation>
        </message>
        <message>
            <source>Its hidden states fit the transformer</source>
            <translation>隠れ状態がTransformerに合う</translation>
        </message>
        <message>
            <source>A prompt comes back whole, in time</source>
            <translation>プロンプトの結果が欠けることなく時間内に返る</translation>
        </message>
        <message>
            <source>Enter the server's key below.</source>
            <translation>下にサーバーのキーを入力してください。</translation>
        </message>
        <message>
            <source>If the server is yours, name its authority's certificate in the preferences (Remote encoder).</source>
            <translation>自分のサーバーであれば、認証局の証明書を環境設定 (Remote encoder) で指定してください。</translation>
        </message>
        <message>
            <source>It may be loading its model or be busy: try again, or let it take longer in the preferences (Remote encoder).</source>
            <translation>モデルを読み込み中か、処理中の可能性があります。もう一度試すか、環境設定 (Remote encoder) で待ち時間を延ばしてください。</translation>
        </message>
        <message>
            <source>If you trust that address, add it as a server.</source>
            <translation>そのアドレスを信頼できる場合は、サーバーとして追加してください。</translation>
        </message>
        <message>
            <source>Try again later, or add a second server.</source>
            <translation>後でもう一度試すか、2 台目のサーバーを追加してください。</translation>
        </message>
        <message>
            <source>Name the model that is meant, and check the address.</source>
            <translation>使用するモデルを指定し、アドレスを確認してください。</translation>
        </message>
        <message>
            <source>waits</source>
            <translation>待機中</translation>
        </message>
        <message>
            <source>is tried</source>
            <translation>試行中</translation>
        </message>
        <message>
            <source>passed</source>
            <translation>合格</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失敗</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>省略</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名前</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>接続</translation>
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
            <translation>キー</translation>
        </message>
        <message>
            <source>Endpoint</source>
            <translation>エンドポイント</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>幅</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>往復</translation>
        </message>
        <message numerus="yes">
            <source>The server works: %1, %n token(s) of width %2 in %3 ms, %4 MB.</source>
            <translation>
                <numerusform>サーバーは正常です: %1、幅 %2 の %n トークン、%3 ms、%4 MB。</numerusform>
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
            <translation>この変更は採用されます。クリックすると除外します。</translation>
        </message>
        <message>
            <source>This change is left out. Click to take it.</source>
            <translation>この変更は除外されます。クリックすると採用します。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EmbeddingMap</name>
        <message>
            <source>Values of the embedding: tokens down, channels across</source>
            <translation>埋め込みの値: 縦がトークン、横がチャンネル</translation>
        </message>
        <message>
            <source>Token %1, channel %2: %3. Norm of the token: %4.</source>
            <translation>トークン %1、チャンネル %2: %3。トークンのノルム: %4。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EmbeddingPanel</name>
        <message>
            <source>Embeddings</source>
            <translation>埋め込み</translation>
        </message>
        <message>
            <source>An embedding is what the text encoder makes of a prompt, and what the picture is drawn from. Save that of the form, or open or drop a file (.safetensors, .npz, .npy) to look at it and to draw from it.</source>
            <translation>埋め込みは、テキストエンコーダーがプロンプトから作るもので、画像はこれをもとに生成されます。フォームのプロンプトの埋め込みを保存するか、ファイル (.safetensors, .npz, .npy) を開く、またはドロップすると、内容を表示してそこから生成できます。</translation>
        </message>
        <message>
            <source>Which embedding of the file</source>
            <translation>ファイル内のどの埋め込みか</translation>
        </message>
        <message>
            <source>&amp;Draw from it</source>
            <translation>これから生成(&amp;D)</translation>
        </message>
        <message>
            <source>Draw from these numbers instead of the prompt</source>
            <translation>プロンプトの代わりにこの数値から生成します</translation>
        </message>
        <message>
            <source>Use as &amp;negative</source>
            <translation>ネガティブとして使用(&amp;N)</translation>
        </message>
        <message>
            <source>With guidance a negative embedding is needed beside the other</source>
            <translation>ガイダンスを使う場合、もう一方に加えてネガティブの埋め込みが必要です</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message numerus="yes">
            <source>%n token(s)</source>
            <translation>
                <numerusform>%n トークン</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n channel(s)</source>
            <translation>
                <numerusform>%n チャンネル</numerusform>
            </translation>
        </message>
        <message>
            <source>Blue is below zero, orange above; colours end at ±%1, which 99 % of the values keep to. Bars: the norm of each token.</source>
            <translation>青は 0 未満、オレンジは 0 より上です。色の範囲は ±%1 までで、値の 99 % がこの範囲にあります。棒は各トークンのノルムです。</translation>
        </message>
        <message>
            <source>The form draws from this file.</source>
            <translation>フォームはこのファイルから生成します。</translation>
        </message>
        <message>
            <source>This is the form's negative.</source>
            <translation>フォームのネガティブとして使用中です。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::EntryInspector</name>
        <message>
            <source>(no prompt)</source>
            <translation>(プロンプトなし)</translation>
        </message>
        <message>
            <source>The picture file is missing.</source>
            <translation>画像ファイルが見つかりません。</translation>
        </message>
        <message>
            <source>Missing: %1</source>
            <translation>見つかりません: %1</translation>
        </message>
        <message>
            <source>Select a picture to see how it was drawn.</source>
            <translation>画像を選択すると、生成情報が表示されます。</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) selected</source>
            <translation>
                <numerusform>%n 枚の画像を選択中</numerusform>
            </translation>
        </message>
        <message>
            <source>Details of the picture</source>
            <translation>画像の詳細</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>プロンプト</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>星</translation>
        </message>
        <message>
            <source>Ta&amp;gs</source>
            <translation>タグ(&amp;G)</translation>
        </message>
        <message>
            <source>portrait, blue</source>
            <translation>ポートレート, 青</translation>
        </message>
        <message>
            <source>Tags, separated by commas</source>
            <translation>タグ (コンマ区切り)</translation>
        </message>
        <message>
            <source>N&amp;ote</source>
            <translation>メモ(&amp;O)</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>メモ</translation>
        </message>
        <message>
            <source>Show what it was derived from</source>
            <translation>派生元を表示</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::FieldRow</name>
        <message>
            <source>Reset %1</source>
            <translation>%1をリセット</translation>
        </message>
        <message>
            <source>Changed. Recommended: %1. Click to set it back.</source>
            <translation>変更されています。推奨値: %1。クリックすると元に戻します。</translation>
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
            <translation>サイズ</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日付</translation>
        </message>
        <message>
            <source>Any time</source>
            <translation>すべての期間</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨日</translation>
        </message>
        <message>
            <source>The last 7 days</source>
            <translation>過去 7 日間</translation>
        </message>
        <message>
            <source>The last 30 days</source>
            <translation>過去 30 日間</translation>
        </message>
        <message>
            <source>Older than 30 days</source>
            <translation>30 日より前</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>星</translation>
        </message>
        <message>
            <source>Any</source>
            <translation>すべて</translation>
        </message>
        <message>
            <source>%1 or more</source>
            <translation>%1以上</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>タグ</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Seed…</source>
            <translation>シード…</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>ごみ箱</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>すべて表示</translation>
        </message>
        <message>
            <source>Filter by Seed</source>
            <translation>シードで絞り込む</translation>
        </message>
        <message>
            <source>Pictures with this seed:</source>
            <translation>このシードの画像:</translation>
        </message>
        <message>
            <source>Take this filter off</source>
            <translation>このフィルターを解除</translation>
        </message>
        <message>
            <source>Filter: %1. Take it off</source>
            <translation>フィルター「%1」を解除</translation>
        </message>
        <message>
            <source>From %1</source>
            <translation>%1 以降</translation>
        </message>
        <message>
            <source>Before %1</source>
            <translation>%1 より前</translation>
        </message>
        <message>
            <source>Tag: %1</source>
            <translation>タグ: %1</translation>
        </message>
        <message>
            <source>Model: %1</source>
            <translation>モデル: %1</translation>
        </message>
        <message>
            <source>LoRA: %1</source>
            <translation>LoRA: %1</translation>
        </message>
        <message>
            <source>Seed: %1</source>
            <translation>シード: %1</translation>
        </message>
        <message>
            <source>Search prompts, tags and notes</source>
            <translation>プロンプト、タグ、メモを検索</translation>
        </message>
        <message>
            <source>Search the history</source>
            <translation>履歴を検索</translation>
        </message>
        <message>
            <source>Words in any order; "in quotes": one behind the other; -word: without it</source>
            <translation>語順は問いません。"引用符" で囲むとその並びのまま検索し、-語 でその語を含むものを除外します</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>フィルター</translation>
        </message>
        <message>
            <source>Filter the history</source>
            <translation>履歴を絞り込む</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::HistoryDelegate</name>
        <message>
            <source>The picture is missing</source>
            <translation>画像が見つかりません</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::HistoryPanel</name>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n 枚の画像</numerusform>
            </translation>
        </message>
        <message>
            <source>The history cannot be used</source>
            <translation>履歴を使用できません</translation>
        </message>
        <message>
            <source>No pictures yet</source>
            <translation>画像はまだありません</translation>
        </message>
        <message>
            <source>Every picture that you draw is kept here, with everything that is needed to draw it again.</source>
            <translation>生成した画像はすべて、再生成に必要な情報とともにここに保存されます。</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>ごみ箱は空です</translation>
        </message>
        <message>
            <source>Pictures that you delete wait here until you delete them for good.</source>
            <translation>削除した画像は、完全に削除するまでここに残ります。</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>見つかりませんでした</translation>
        </message>
        <message>
            <source>No picture matches the search and the filters.</source>
            <translation>検索とフィルターに一致する画像はありません。</translation>
        </message>
        <message>
            <source>Stars</source>
            <translation>星</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) moved to the trash.</source>
            <translation>
                <numerusform>%n 枚の画像をごみ箱に移動しました。</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete for Good</source>
            <translation>完全に削除</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n picture(s) for good?</source>
            <translation>
                <numerusform>%n 枚の画像を完全に削除しますか?</numerusform>
            </translation>
        </message>
        <message>
            <source>The files are deleted from the disk. This cannot be undone.</source>
            <translation>ファイルはディスクから削除されます。この操作は元に戻せません。</translation>
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation>削除(&amp;D)</translation>
        </message>
        <message>
            <source>History</source>
            <translation>履歴</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>&amp;Use Again…</source>
            <translation>再使用(&amp;U)…</translation>
        </message>
        <message>
            <source>Take over the settings of this picture</source>
            <translation>この画像の設定を取り込みます</translation>
        </message>
        <message>
            <source>&amp;Open</source>
            <translation>開く(&amp;O)</translation>
        </message>
        <message>
            <source>Show in &amp;Folder</source>
            <translation>フォルダーで表示(&amp;F)</translation>
        </message>
        <message>
            <source>Copy &amp;Prompt</source>
            <translation>プロンプトをコピー(&amp;P)</translation>
        </message>
        <message>
            <source>Move to &amp;Trash</source>
            <translation>ごみ箱に移動(&amp;T)</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>&amp;Restore</source>
            <translation>復元(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Delete for Good…</source>
            <translation>完全に削除(&amp;D)…</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>すべて表示</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>&amp;Compare</source>
            <translation>比較(&amp;C)</translation>
        </message>
        <message>
            <source>Compare the chosen pictures; one is added to the comparison</source>
            <translation>選択した画像を比較します。1 枚だけの場合は比較に追加します</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ImageView</name>
        <message>
            <source>Picture</source>
            <translation>画像</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::LoraList</name>
        <message>
            <source>No adapters. Add a .safetensors file, or drop it here.</source>
            <translation>アダプターはありません。.safetensors ファイルを追加するか、ここにドロップしてください。</translation>
        </message>
        <message>
            <source>Add a LoRA file…</source>
            <translation>LoRA ファイルを追加…</translation>
        </message>
        <message>
            <source>Add a LoRA file</source>
            <translation>LoRA ファイルを追加</translation>
        </message>
        <message>
            <source>LoRA files (*.safetensors)</source>
            <translation>LoRA ファイル (*.safetensors)</translation>
        </message>
        <message>
            <source>Strength of %1</source>
            <translation>%1 の強度</translation>
        </message>
        <message>
            <source>1 is what the file was trained for; negative does the opposite</source>
            <translation>1 が学習時の強度です。負の値では逆の効果になります</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>外す</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>%1 を外す</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::MemoryForecast</name>
        <message>
            <source>Load</source>
            <translation>読み込み</translation>
        </message>
        <message>
            <source>Read the prompt</source>
            <translation>プロンプトの読み取り</translation>
        </message>
        <message>
            <source>Draw</source>
            <translation>描画</translation>
        </message>
        <message>
            <source>Make pixels</source>
            <translation>ピクセルの生成</translation>
        </message>
        <message>
            <source>text encoder</source>
            <translation>テキストエンコーダー</translation>
        </message>
        <message>
            <source>transformer</source>
            <translation>Transformer</translation>
        </message>
        <message>
            <source>autoencoder</source>
            <translation>オートエンコーダー</translation>
        </message>
        <message>
            <source>computing</source>
            <translation>計算</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自動</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>常に</translation>
        </message>
        <message>
            <source>Freed after use</source>
            <translation>使用後に解放</translation>
        </message>
        <message>
            <source>Block by block</source>
            <translation>ブロックごと</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>Does not fit: %1.</source>
            <translation>収まりません: %1。</translation>
        </message>
        <message>
            <source>Tight, other programs need some too: %1.</source>
            <translation>余裕がありません。ほかのプログラムもメモリを使います: %1。</translation>
        </message>
        <message>
            <source>%1 × %2 would fit. The choice “Low memory” takes the least.</source>
            <translation>%1 × %2 なら収まります。「低メモリ」を選ぶと使用量が最小になります。</translation>
        </message>
        <message>
            <source>The choice “Low memory” takes the least; so does a smaller picture.</source>
            <translation>「低メモリ」を選ぶと使用量が最小になります。画像を小さくするのも有効です。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::MemoryForecastView</name>
        <message>
            <source>Predicted memory</source>
            <translation>予測メモリ使用量</translation>
        </message>
        <message>
            <source>The sizes of this model are not known.</source>
            <translation>このモデルのサイズは不明です。</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>%1. %2</source>
            <translation>%1。%2</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::NoticeBar</name>
        <message>
            <source>Notices</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>詳細をコピー</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>閉じる</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::PlacementPanel</name>
        <message>
            <source>%1, %2 free</source>
            <translation>%1、空き %2</translation>
        </message>
        <message>
            <source>usable</source>
            <translation>使用可能</translation>
        </message>
        <message>
            <source>not usable</source>
            <translation>使用不可</translation>
        </message>
        <message>
            <source>Free its memory</source>
            <translation>メモリを解放</translation>
        </message>
        <message>
            <source>Frees the model once nothing is drawn; the next drawing loads it again</source>
            <translation>生成がすべて終わりしだいモデルをメモリから解放します。次の生成時に再び読み込まれます</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Where it runs</source>
            <translation>実行先</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>デバイス</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自動</translation>
        </message>
        <message>
            <source>Always</source>
            <translation>常に使用</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>使用しない</translation>
        </message>
        <message>
            <source>all cores (%1)</source>
            <translation>全コア (%1)</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>テキストエンコーダー</translation>
        </message>
        <message>
            <source>Where the prompt is read</source>
            <translation>プロンプトを読み取るデバイス</translation>
        </message>
        <message>
            <source>Transformer</source>
            <translation>Transformer</translation>
        </message>
        <message>
            <source>Where the picture is drawn; this takes nearly all of the time</source>
            <translation>画像を生成するデバイス。処理時間のほとんどを占めます</translation>
        </message>
        <message>
            <source>Autoencoder</source>
            <translation>オートエンコーダー</translation>
        </message>
        <message>
            <source>Where latents become pixels</source>
            <translation>潜在表現をピクセルに変換するデバイス</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>重み</translation>
        </message>
        <message>
            <source>Tiles</source>
            <translation>タイル</translation>
        </message>
        <message>
            <source>Whether the autoencoder works on one part of the picture after another, which takes less memory and more time</source>
            <translation>オートエンコーダーが画像を部分ごとに順に処理するかどうか。メモリは節約できますが、時間がかかります</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>スレッド数</translation>
        </message>
        <message>
            <source>How many cores compute</source>
            <translation>計算に使うコアの数</translation>
        </message>
        <message>
            <source>%1, the bundled demo model. It is small: its pictures only show that everything works.</source>
            <translation>%1 (同梱のデモモデル)。小さなモデルのため、生成される画像は動作確認用です。</translation>
        </message>
        <message>
            <source>%1
%2</source>
            <translation>%1
%2</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>メモリ</translation>
        </message>
        <message>
            <source>Fast</source>
            <translation>高速</translation>
        </message>
        <message>
            <source>Balanced</source>
            <translation>バランス</translation>
        </message>
        <message>
            <source>Low memory</source>
            <translation>低メモリ</translation>
        </message>
        <message>
            <source>As chosen below</source>
            <translation>下の設定に従う</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>使い方</translation>
        </message>
        <message>
            <source>Fast keeps everything in memory, Balanced what fits, Low memory as little as possible at a time. Pictures are the same; tiles may differ slightly.</source>
            <translation>「高速」はすべてを、「バランス」は収まる分だけを、「低メモリ」はその都度できるだけ少なくメモリに保持します。画像は同じですが、タイル処理ではわずかに異なることがあります。</translation>
        </message>
        <message>
            <source>Text encoder is kept</source>
            <translation>テキストエンコーダーの保持</translation>
        </message>
        <message>
            <source>How long the text encoder's weights are in memory</source>
            <translation>テキストエンコーダーの重みをメモリに保持する期間</translation>
        </message>
        <message>
            <source>Transformer is kept</source>
            <translation>Transformer の保持</translation>
        </message>
        <message>
            <source>How long the transformer's weights are in memory</source>
            <translation>Transformer の重みをメモリに保持する期間</translation>
        </message>
        <message>
            <source>Autoencoder is kept</source>
            <translation>オートエンコーダーの保持</translation>
        </message>
        <message>
            <source>How long the autoencoder's weights are in memory</source>
            <translation>オートエンコーダーの重みをメモリに保持する期間</translation>
        </message>
        <message>
            <source>%1 (auto)</source>
            <translation>%1 (自動)</translation>
        </message>
        <message>
            <source>The number format in which weights are held. bfloat16 takes half the memory of float32. int8 takes a quarter of it and int4 a seventh, in the text encoder and the transformer only: loading takes longer, and pictures change a little.</source>
            <translation>重みを保持する数値形式。bfloat16 のメモリ使用量は float32 の半分です。int8 は 4 分の 1、int4 は 7 分の 1 で、テキストエンコーダーと Transformer だけに使われます。読み込みに時間がかかり、画像がわずかに変わります。</translation>
        </message>
        <message>
            <source>As needed</source>
            <translation>必要なとき</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::PromptPanel</name>
        <message>
            <source>Message parts</source>
            <translation>メッセージの構成</translation>
        </message>
        <message>
            <source>Formatted prompt</source>
            <translation>整形後のプロンプト</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>プロンプト</translation>
        </message>
        <message>
            <source>Describe the picture: what is to be seen, where, in which light, in which style.</source>
            <translation>画像を説明してください。何を、どこに、どんな光で、どんなスタイルで描くか。</translation>
        </message>
        <message>
            <source>&amp;Prompt</source>
            <translation>プロンプト(&amp;P)</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>ネガティブプロンプト</translation>
        </message>
        <message>
            <source>What to steer away from</source>
            <translation>画像から遠ざけたい要素</translation>
        </message>
        <message>
            <source>&amp;Negative prompt</source>
            <translation>ネガティブプロンプト(&amp;N)</translation>
        </message>
        <message>
            <source>Rewrite</source>
            <translation>書き換え</translation>
        </message>
        <message>
            <source>Number of pictures</source>
            <translation>画像の枚数</translation>
        </message>
        <message>
            <source>How many pictures to draw, each with a seed of its own</source>
            <translation>生成する画像の枚数。それぞれ別のシードを使います</translation>
        </message>
        <message>
            <source>&amp;Raw: the prompt is the whole input</source>
            <translation>Raw: プロンプトだけを入力にする(&amp;R)</translation>
        </message>
        <message>
            <source>The prompt is sent as it is, without the chat format and without the parts below. Write the format's markers yourself.</source>
            <translation>プロンプトは、チャット書式や下の各項目を付けずにそのまま送られます。書式のマーカーは自分で記述してください。</translation>
        </message>
        <message>
            <source>System prompt</source>
            <translation>システムプロンプト</translation>
        </message>
        <message>
            <source>Instructions to the text encoder; empty for none</source>
            <translation>テキストエンコーダーへの指示。空欄なら指示なし</translation>
        </message>
        <message>
            <source>&amp;System prompt</source>
            <translation>システムプロンプト(&amp;S)</translation>
        </message>
        <message>
            <source>Think block</source>
            <translation>思考ブロック</translation>
        </message>
        <message>
            <source>A think block tells the encoder what was thought before answering. The text is kept while the block is off.</source>
            <translation>思考ブロックは、回答の前に何を考えたかをエンコーダーに伝えます。ブロックがオフの間もテキストは保持されます。</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>オフ</translation>
        </message>
        <message>
            <source>Empty block</source>
            <translation>空のブロック</translation>
        </message>
        <message>
            <source>With text</source>
            <translation>テキストあり</translation>
        </message>
        <message>
            <source>Content of the think block</source>
            <translation>思考ブロックの内容</translation>
        </message>
        <message>
            <source>What the model is to have thought</source>
            <translation>モデルが考えたことにする内容</translation>
        </message>
        <message>
            <source>&amp;Think block</source>
            <translation>思考ブロック(&amp;T)</translation>
        </message>
        <message>
            <source>Beginning of the answer</source>
            <translation>回答の冒頭</translation>
        </message>
        <message>
            <source>How the assistant's answer begins; empty for nothing</source>
            <translation>アシスタントの回答の書き出し。空欄ならなし</translation>
        </message>
        <message>
            <source>&amp;Assistant</source>
            <translation>アシスタント(&amp;A)</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>コピー</translation>
        </message>
        <message>
            <source>Copy exactly what the text encoder reads</source>
            <translation>テキストエンコーダーが読み取る内容をそのままコピーします</translation>
        </message>
        <message>
            <source>The tags are added around this text by themselves.</source>
            <translation>このテキストの前後にはタグが自動的に付きます。</translation>
        </message>
        <message>
            <source>The think tags in this text are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
            <translation>このテキストの think タグが対になっていません。&lt;think&gt; の後には必ず &lt;/think&gt; が必要です。</translation>
        </message>
        <message>
            <source>The think tags in the beginning of the answer are not in pairs.</source>
            <translation>回答の冒頭の think タグが対になっていません。</translation>
        </message>
        <message>
            <source>Template…</source>
            <translation>テンプレート…</translation>
        </message>
        <message>
            <source>Template: %1</source>
            <translation>テンプレート: %1</translation>
        </message>
        <message>
            <source>What the text encoder reads, byte for byte.</source>
            <translation>テキストエンコーダーが読み取る内容とバイト単位で同一です。</translation>
        </message>
        <message>
            <source>Draw from the prompt again</source>
            <translation>再びプロンプトから生成</translation>
        </message>
        <message>
            <source>Drawn from the embedding %1, not from this prompt.</source>
            <translation>このプロンプトではなく、埋め込み %1 から生成します。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::QueuePanel</name>
        <message>
            <source>Queue</source>
            <translation>キュー</translation>
        </message>
        <message>
            <source>Nothing waits. Every drawing you start is listed here until it is done; start the next one while the first is still running.</source>
            <translation>待機中のジョブはありません。開始した生成は、完了するまでここに表示されます。実行中でも次の生成を開始できます。</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上へ移動</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下へ移動</translation>
        </message>
        <message>
            <source>Edit in the form</source>
            <translation>フォームで編集</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再試行</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>リストから削除</translation>
        </message>
        <message>
            <source>Cancel this job</source>
            <translation>このジョブをキャンセル</translation>
        </message>
        <message>
            <source>Use these settings</source>
            <translation>この設定を使用</translation>
        </message>
        <message>
            <source>Try again with a new seed</source>
            <translation>新しいシードで再試行</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>詳細をコピー</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RecallDialog</name>
        <message>
            <source>%1 (file missing)</source>
            <translation>%1 (ファイルなし)</translation>
        </message>
        <message>
            <source>%1 of %2 fields</source>
            <translation>%2 項目中 %1 項目</translation>
        </message>
        <message>
            <source>Missing: %1</source>
            <translation>見つかりません: %1</translation>
        </message>
        <message>
            <source>Use Again</source>
            <translation>再使用</translation>
        </message>
        <message>
            <source>Settings of a Picture</source>
            <translation>画像の設定</translation>
        </message>
        <message>
            <source>These fields of the form would change. One undo takes all of it back.</source>
            <translation>フォームの次の項目が変更されます。1 回の「元に戻す」ですべて取り消せます。</translation>
        </message>
        <message>
            <source>The form holds the settings of this picture already.</source>
            <translation>フォームはすでにこの画像の設定になっています。</translation>
        </message>
        <message>
            <source>This picture was drawn with %1. These fields of the form would change. One undo takes all of it back.</source>
            <translation>この画像は %1 で生成されました。フォームの次の項目が変更されます。1 回の「元に戻す」ですべて取り消せます。</translation>
        </message>
        <message>
            <source>Not &amp;understood, and left as it is here:</source>
            <translation>解釈できず、現在のままにする項目(&amp;U):</translation>
        </message>
        <message>
            <source>Settings of the picture that were not understood</source>
            <translation>解釈できなかった画像の設定</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>項目</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>現在</translation>
        </message>
        <message>
            <source>Of the picture</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>Fields that would change</source>
            <translation>変更される項目</translation>
        </message>
        <message>
            <source>&amp;Now</source>
            <translation>現在(&amp;N)</translation>
        </message>
        <message>
            <source>Of the &amp;picture</source>
            <translation>画像(&amp;P)</translation>
        </message>
        <message>
            <source>What the field holds now</source>
            <translation>現在の項目の内容</translation>
        </message>
        <message>
            <source>What the picture was drawn with</source>
            <translation>画像の生成に使われた内容</translation>
        </message>
        <message>
            <source>&amp;Use</source>
            <translation>使用(&amp;U)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RequestModel</name>
        <message>
            <source>Reset settings</source>
            <translation>設定のリセット</translation>
        </message>
        <message>
            <source>Change of a setting</source>
            <translation>設定の変更</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ResultModel</name>
        <message>
            <source>Picture without a prompt</source>
            <translation>プロンプトのない画像</translation>
        </message>
        <message>
            <source>%1
%2 × %3 pixels, seed %4, %5 s</source>
            <translation>%1
%2 × %3 ピクセル、シード %4、%5 秒</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::ResultPanel</name>
        <message>
            <source>Progress of the drawing</source>
            <translation>生成の進行状況</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1%</translation>
        </message>
        <message>
            <source>Show what is drawn</source>
            <translation>生成中の画像を表示</translation>
        </message>
        <message>
            <source>A drawing runs. Go back to watching it.</source>
            <translation>生成中です。途中経過の表示に戻ります。</translation>
        </message>
        <message>
            <source>Pictures of this session</source>
            <translation>このセッションの画像</translation>
        </message>
        <message>
            <source>%1 × %2, seed %3</source>
            <translation>%1 × %2、シード %3</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriteModel</name>
        <message>
            <source>Waits for its turn. A model that is not loaded yet takes a moment.</source>
            <translation>順番を待っています。モデルがまだ読み込まれていない場合は、少し時間がかかります。</translation>
        </message>
        <message>
            <source>The model thinks…</source>
            <translation>モデルが思考しています…</translation>
        </message>
        <message>
            <source>Writing…</source>
            <translation>書いています…</translation>
        </message>
        <message>
            <source>Stopped. What is there can be used.</source>
            <translation>停止しました。ここまでのテキストは使用できます。</translation>
        </message>
        <message>
            <source>%1 tokens at %2 a second, seed %3</source>
            <translation>%1 トークン (毎秒 %2)、シード %3</translation>
        </message>
        <message>
            <source>Seed %1</source>
            <translation>シード %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriterPanel</name>
        <message>
            <source>The rewriter %1 is gone. Its text is now your own instruction.</source>
            <translation>リライター「%1」がなくなりました。そのテキストは独自の指示になりました。</translation>
        </message>
        <message>
            <source>Re&amp;write</source>
            <translation>書き換え(&amp;W)</translation>
        </message>
        <message>
            <source>Let the text encoder, which is a language model, write a better prompt</source>
            <translation>言語モデルでもあるテキストエンコーダーに、より良いプロンプトを書かせます</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>停止(&amp;S)</translation>
        </message>
        <message>
            <source>Stop within one word; what is written stays</source>
            <translation>1 語以内に停止します。書かれたテキストは残ります</translation>
        </message>
        <message>
            <source>Variants</source>
            <translation>候補</translation>
        </message>
        <message>
            <source>The variants, each with a seed of its own</source>
            <translation>候補の一覧。それぞれ別のシードを使います</translation>
        </message>
        <message>
            <source>Thoughts</source>
            <translation>思考</translation>
        </message>
        <message>
            <source>What the model thought</source>
            <translation>モデルの思考</translation>
        </message>
        <message>
            <source>What the model thought before it wrote; not a part of the prompt</source>
            <translation>モデルが書く前に考えた内容です。プロンプトには含まれません</translation>
        </message>
        <message>
            <source>The rewritten prompt</source>
            <translation>書き換え後のプロンプト</translation>
        </message>
        <message>
            <source>Changes of the prompt</source>
            <translation>プロンプトの変更点</translation>
        </message>
        <message>
            <source>Struck through: goes away. Underlined: is new. Click a change, or press Tab and Enter, to leave it out.</source>
            <translation>取り消し線は削除、下線は追加です。除外する変更をクリックするか、Tab と Enter で選択してください。</translation>
        </message>
        <message>
            <source>State of the text</source>
            <translation>テキストの状態</translation>
        </message>
        <message>
            <source>&amp;Accept</source>
            <translation>採用(&amp;A)</translation>
        </message>
        <message>
            <source>This becomes the prompt. Undo takes it back.</source>
            <translation>このテキストをプロンプトにします。「元に戻す」で取り消せます。</translation>
        </message>
        <message>
            <source>Accept &amp;part</source>
            <translation>一部を採用(&amp;P)</translation>
        </message>
        <message>
            <source>Take over only the changes that are not left out</source>
            <translation>除外していない変更だけを取り込みます</translation>
        </message>
        <message>
            <source>&amp;Discard</source>
            <translation>破棄(&amp;D)</translation>
        </message>
        <message>
            <source>Put the texts away; the prompt stays as it is</source>
            <translation>テキストを片付けます。プロンプトは変わりません</translation>
        </message>
        <message>
            <source>Variant %1</source>
            <translation>候補 %1</translation>
        </message>
        <message>
            <source>Write a few words into the prompt. Here they become a full description.</source>
            <translation>プロンプトに短い言葉を入力してください。ここで詳しい説明文に書き換えられます。</translation>
        </message>
        <message>
            <source>Press Rewrite. You see what would change, and choose what to take.</source>
            <translation>「書き換え」を押してください。変更点を確認し、採用するものを選べます。</translation>
        </message>
        <message>
            <source>Re&amp;write again</source>
            <translation>もう一度書き換え(&amp;W)</translation>
        </message>
        <message>
            <source>Accept %1 of %2</source>
            <translation>%2 件中 %1 件を採用</translation>
        </message>
        <message>
            <source>The prompt is this text already.</source>
            <translation>プロンプトはすでにこのテキストです。</translation>
        </message>
        <message>
            <source>Rewritten prompt</source>
            <translation>書き換え後のプロンプト</translation>
        </message>
        <message>
            <source>Fill in the fields that are needed.</source>
            <translation>必要な欄に入力してください。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::RewriterSetup</name>
        <message>
            <source>&amp;Think before writing</source>
            <translation>書く前に思考する(&amp;T)</translation>
        </message>
        <message>
            <source>How words are chosen</source>
            <translation>単語の選び方</translation>
        </message>
        <message>
            <source>&amp;Instruction</source>
            <translation>指示(&amp;I)</translation>
        </message>
        <message>
            <source>Instruction</source>
            <translation>指示</translation>
        </message>
        <message>
            <source>What the language model is told to make of your prompt</source>
            <translation>プロンプトをどう書き換えるかについての言語モデルへの指示</translation>
        </message>
        <message>
            <source>Your own instruction</source>
            <translation>独自の指示</translation>
        </message>
        <message>
            <source>What the language model is told, in your own words</source>
            <translation>自分の言葉で書く言語モデルへの指示</translation>
        </message>
        <message>
            <source>For example: answer with one sentence that adds light, weather and materials.</source>
            <translation>例: 光、天候、素材を補い、1 文で答えてください。</translation>
        </message>
        <message>
            <source>The model reasons first, apart from its answer. Better texts, but it takes several times as long.</source>
            <translation>モデルは回答とは別に、まず推論します。テキストの質は上がりますが、数倍の時間がかかります。</translation>
        </message>
        <message>
            <source>Your own words</source>
            <translation>自分で入力</translation>
        </message>
        <message>
            <source>None: only the prompt</source>
            <translation>なし: プロンプトのみ</translation>
        </message>
        <message>
            <source>all</source>
            <translation>すべて</translation>
        </message>
        <message>
            <source>&amp;Variants</source>
            <translation>候補数(&amp;V)</translation>
        </message>
        <message>
            <source>How many texts to choose from, each with a seed of its own</source>
            <translation>候補のテキスト数。それぞれ別のシードを使います</translation>
        </message>
        <message>
            <source>&amp;Seed</source>
            <translation>シード(&amp;S)</translation>
        </message>
        <message>
            <source>The same seed writes the same text on the same machine; the next variant has the next seed</source>
            <translation>同じマシンでは、同じシードから同じテキストが作られます。次の候補には次のシードが使われます</translation>
        </message>
        <message>
            <source>&amp;Most tokens</source>
            <translation>最大トークン数(&amp;M)</translation>
        </message>
        <message>
            <source>Where a text is cut off, thoughts included. A token is about four letters.</source>
            <translation>思考を含め、テキストを打ち切る長さです。1 トークンは英字で約 4 文字です。</translation>
        </message>
        <message>
            <source>T&amp;emperature</source>
            <translation>温度(&amp;E)</translation>
        </message>
        <message>
            <source>0 always takes the likeliest word and tends to repeat itself; around 0.6 is usual; above 1 texts become wild</source>
            <translation>0 では常に最も確率の高い語を選び、繰り返しが多くなりがちです。通常は 0.6 前後です。1 を超えるとテキストが乱れます</translation>
        </message>
        <message>
            <source>Top-&amp;p</source>
            <translation>Top-p(&amp;P)</translation>
        </message>
        <message>
            <source>Choose among the likeliest words that together have this share; 1 = all</source>
            <translation>確率の高い語のうち、合計がこの割合に達するまでの語から選びます。1 = すべて</translation>
        </message>
        <message>
            <source>Top-&amp;k</source>
            <translation>Top-k(&amp;K)</translation>
        </message>
        <message>
            <source>Choose among this many of the likeliest words</source>
            <translation>確率の高い順に、この数の語から選びます</translation>
        </message>
        <message>
            <source>M&amp;in-p</source>
            <translation>Min-p(&amp;I)</translation>
        </message>
        <message>
            <source>Leave out words that are less likely than this share of the likeliest; 0 = none</source>
            <translation>最も確率の高い語に対する割合がこの値に満たない語を除外します。0 = なし</translation>
        </message>
        <message>
            <source>P&amp;resence</source>
            <translation>存在ペナルティ(&amp;R)</translation>
        </message>
        <message>
            <source>Takes this off the score of words that were written already, so that texts repeat less; 0 = off</source>
            <translation>すでに書かれた語のスコアからこの値を引き、繰り返しを減らします。0 = オフ</translation>
        </message>
        <message>
            <source>Repet&amp;ition</source>
            <translation>繰り返しペナルティ(&amp;I)</translation>
        </message>
        <message>
            <source>The same as a factor, on words of the prompt too; 1 = off</source>
            <translation>同じ効果を倍率で指定し、プロンプト内の語にも適用します。1 = オフ</translation>
        </message>
        <message>
            <source>The model answers to the prompt as it is.</source>
            <translation>モデルはプロンプトにそのまま回答します。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SeedEdit</name>
        <message>
            <source>Draw a seed and keep it</source>
            <translation>新しいシードを選んで固定</translation>
        </message>
        <message>
            <source>Use the last picture's seed</source>
            <translation>直前の画像のシードを使用</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>シード</translation>
        </message>
        <message>
            <source>random</source>
            <translation>ランダム</translation>
        </message>
        <message>
            <source>The seed is kept. Click for a new one each time.</source>
            <translation>シードは固定されています。クリックすると毎回新しいシードになります。</translation>
        </message>
        <message>
            <source>Each drawing gets a new seed. Click to keep the last one.</source>
            <translation>生成のたびに新しいシードになります。クリックすると直前のシードに固定します。</translation>
        </message>
        <message>
            <source>Keep the seed</source>
            <translation>シードを固定</translation>
        </message>
        <message>
            <source>Use the last picture's seed, %1</source>
            <translation>直前の画像のシード %1 を使用</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SettingsPanel</name>
        <message>
            <source>Picture</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>S&amp;ize</source>
            <translation>サイズ(&amp;I)</translation>
        </message>
        <message>
            <source>%1 × %2</source>
            <translation>%1 × %2</translation>
        </message>
        <message>
            <source>S&amp;eed</source>
            <translation>シード(&amp;E)</translation>
        </message>
        <message>
            <source>random</source>
            <translation>ランダム</translation>
        </message>
        <message>
            <source>Further seeds</source>
            <translation>2 枚目以降のシード</translation>
        </message>
        <message>
            <source>Variety</source>
            <translation>多様性</translation>
        </message>
        <message>
            <source>off</source>
            <translation>オフ</translation>
        </message>
        <message>
            <source>Sampling</source>
            <translation>サンプリング</translation>
        </message>
        <message>
            <source>S&amp;teps</source>
            <translation>ステップ(&amp;T)</translation>
        </message>
        <message>
            <source>Sche&amp;duler</source>
            <translation>スケジューラー(&amp;D)</translation>
        </message>
        <message>
            <source>Noise levels</source>
            <translation>ノイズレベル</translation>
        </message>
        <message>
            <source>S&amp;hift</source>
            <translation>シフト(&amp;H)</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>ガイダンス</translation>
        </message>
        <message>
            <source>&amp;Guidance</source>
            <translation>ガイダンス(&amp;G)</translation>
        </message>
        <message>
            <source>Limit</source>
            <translation>上限</translation>
        </message>
        <message>
            <source>none</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Ends at</source>
            <translation>終了位置</translation>
        </message>
        <message>
            <source>Skip layers</source>
            <translation>スキップレイヤー</translation>
        </message>
        <message>
            <source>Source picture</source>
            <translation>元画像</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>マスク</translation>
        </message>
        <message>
            <source>St&amp;rength</source>
            <translation>強度(&amp;R)</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>サイズの合わせ方</translation>
        </message>
        <message>
            <source>Large pictures</source>
            <translation>大きな画像</translation>
        </message>
        <message>
            <source>Two passes</source>
            <translation>2 パス生成</translation>
        </message>
        <message>
            <source> px</source>
            <translation> px</translation>
        </message>
        <message>
            <source>First pass</source>
            <translation>1 パス目</translation>
        </message>
        <message>
            <source>Refinement</source>
            <translation>リファイン強度</translation>
        </message>
        <message>
            <source>LoRA</source>
            <translation>LoRA</translation>
        </message>
        <message>
            <source>Trigger words</source>
            <translation>トリガーワード</translation>
        </message>
        <message>
            <source>Text encoder</source>
            <translation>テキストエンコーダー</translation>
        </message>
        <message>
            <source>Hidden layer</source>
            <translation>隠れ層</translation>
        </message>
        <message>
            <source>Long prompts</source>
            <translation>長いプロンプト</translation>
        </message>
        <message>
            <source>Most tokens</source>
            <translation>最大トークン数</translation>
        </message>
        <message>
            <source>Strip quotes</source>
            <translation>引用符の除去</translation>
        </message>
        <message>
            <source>Left open: %1.</source>
            <translation>未指定の場合: %1。</translation>
        </message>
        <message>
            <source>on</source>
            <translation>オン</translation>
        </message>
        <message>
            <source>auto (%1)</source>
            <translation>自動 (%1)</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>自動</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SharingPanel</name>
        <message>
            <source>&amp;Share this encoder</source>
            <translation>このエンコーダーを共有(&amp;S)</translation>
        </message>
        <message>
            <source>Answer other programs and machines with the model that is open here; they wait while a picture is drawn</source>
            <translation>ここで開いているモデルを使って、他のプログラムやマシンに応答します。画像の生成中は待ってもらいます</translation>
        </message>
        <message>
            <source>&amp;Hidden states</source>
            <translation>隠れ状態(&amp;H)</translation>
        </message>
        <message>
            <source>For other machines' transformers: /v1/hidden_states</source>
            <translation>他のマシンのTransformer用: /v1/hidden_states</translation>
        </message>
        <message>
            <source>&amp;Texts</source>
            <translation>テキスト(&amp;T)</translation>
        </message>
        <message>
            <source>Written by the text encoder: /v1/chat/completions</source>
            <translation>テキストエンコーダーが作成: /v1/chat/completions</translation>
        </message>
        <message>
            <source>&amp;Pictures</source>
            <translation>画像(&amp;P)</translation>
        </message>
        <message>
            <source>Drawn for others, with a history of their own: /api</source>
            <translation>他者のために生成 (履歴は別): /api</translation>
        </message>
        <message>
            <source>Sho&amp;w</source>
            <translation>表示(&amp;W)</translation>
        </message>
        <message>
            <source>Show the key</source>
            <translation>キーを表示します</translation>
        </message>
        <message>
            <source>&amp;New key</source>
            <translation>新しいキー(&amp;N)</translation>
        </message>
        <message>
            <source>this machine alone</source>
            <translation>このマシンのみ</translation>
        </message>
        <message>
            <source>the network</source>
            <translation>ネットワーク</translation>
        </message>
        <message>
            <source>any free one</source>
            <translation>空いているもの</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>キー</translation>
        </message>
        <message>
            <source>Make a key that nobody can guess</source>
            <translation>推測できないキーを作成します</translation>
        </message>
        <message>
            <source>Offers</source>
            <translation>提供内容</translation>
        </message>
        <message>
            <source>What others can ask for</source>
            <translation>他のマシンが要求できる内容</translation>
        </message>
        <message>
            <source>Reached from</source>
            <translation>接続元</translation>
        </message>
        <message>
            <source>The network needs a key; prompts and key travel unencrypted, so only in a network that you trust</source>
            <translation>ネットワークで共有するにはキーが必要です。プロンプトとキーは暗号化されずに送られるため、信頼できるネットワークでのみ使ってください</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>ポート</translation>
        </message>
        <message>
            <source>The number behind the address</source>
            <translation>アドレスの後に付く番号</translation>
        </message>
        <message>
            <source>What others must send to be answered</source>
            <translation>応答を得るために相手が送る必要があるもの</translation>
        </message>
        <message>
            <source>The network is only answered with a key. Make one first.</source>
            <translation>ネットワークへの応答にはキーが必要です。先にキーを作成してください。</translation>
        </message>
        <message>
            <source>Without a key every program on this machine may ask.</source>
            <translation>キーがない場合、このマシン上のどのプログラムからも利用できます。</translation>
        </message>
        <message>
            <source>The key is in the system's keychain.</source>
            <translation>キーはシステムのキーチェーンにあります。</translation>
        </message>
        <message>
            <source>The key is kept for this session only.</source>
            <translation>キーはこのセッションの間だけ保持されます。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::SizeEdit</name>
        <message>
            <source>Width in pixels, a multiple of 16</source>
            <translation>幅 (ピクセル、16 の倍数)</translation>
        </message>
        <message>
            <source>Height in pixels, a multiple of 16</source>
            <translation>高さ (ピクセル、16 の倍数)</translation>
        </message>
        <message>
            <source>Exchange width and height</source>
            <translation>幅と高さを入れ替え</translation>
        </message>
        <message>
            <source>Keep the shape</source>
            <translation>縦横比を固定</translation>
        </message>
        <message>
            <source>Choose one of the usual shapes</source>
            <translation>一般的な縦横比から選択</translation>
        </message>
        <message>
            <source>%1 MP</source>
            <translation>%1 MP</translation>
        </message>
        <message>
            <source>%1, taken to a multiple of %2</source>
            <translation>%1、%2 の倍数に調整</translation>
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
            <translation>選択…</translation>
        </message>
        <message>
            <source>Draw from noise alone</source>
            <translation>ノイズのみから生成</translation>
        </message>
        <message>
            <source>none</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Choose a picture to start from</source>
            <translation>元にする画像を選択</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
            <translation>画像 (*.png *.jpg *.jpeg *.webp)</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::StarsEdit</name>
        <message>
            <source>Stars</source>
            <translation>星</translation>
        </message>
        <message>
            <source>Keys 0 to 5</source>
            <translation>0〜5 のキー</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateApplier</name>
        <message>
            <source>Template %1</source>
            <translation>テンプレート「%1」の適用</translation>
        </message>
        <message>
            <source>Template taken off</source>
            <translation>テンプレートの解除</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateDelegate</name>
        <message>
            <source>%1 · yours</source>
            <translation>%1 · 自作</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateEditor</name>
        <message>
            <source>The think tags are not in pairs: every &lt;think&gt; needs a &lt;/think&gt; behind it.</source>
            <translation>think タグが対になっていません。&lt;think&gt; の後には必ず &lt;/think&gt; が必要です。</translation>
        </message>
        <message>
            <source>%1 is a control token. The format adds it by itself.</source>
            <translation>%1 は制御トークンです。書式によって自動的に追加されます。</translation>
        </message>
        <message>
            <source>%1 characters. %2 to %3 steer best.</source>
            <translation>%1 文字です。%2〜%3 文字が最も効果的です。</translation>
        </message>
        <message>
            <source>Asks for %1 when it is applied.</source>
            <translation>適用時に %1 の入力を求めます。</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>名前(&amp;N)</translation>
        </message>
        <message>
            <source>What it is chosen by: small letters, digits and _</source>
            <translation>選択に使う名前です。英小文字、数字、_ が使えます</translation>
        </message>
        <message>
            <source>&amp;Title</source>
            <translation>タイトル(&amp;T)</translation>
        </message>
        <message>
            <source>What the list shows</source>
            <translation>リストに表示される名前です</translation>
        </message>
        <message>
            <source>&amp;Category</source>
            <translation>カテゴリー(&amp;C)</translation>
        </message>
        <message>
            <source>Its group. Those of the category "rewriter" tell the prompt rewriter what to do.</source>
            <translation>所属するグループです。カテゴリー「rewriter」のものは、プロンプトのリライターへの指示になります。</translation>
        </message>
        <message>
            <source>&amp;Description</source>
            <translation>説明(&amp;D)</translation>
        </message>
        <message>
            <source>One line about what it does to a picture</source>
            <translation>画像への効果を 1 行で説明します</translation>
        </message>
        <message>
            <source>Ta&amp;gs</source>
            <translation>タグ(&amp;G)</translation>
        </message>
        <message>
            <source>Words by which it is found, with commas between them</source>
            <translation>検索に使う語をコンマ区切りで入力します</translation>
        </message>
        <message>
            <source>What the text encoder is told before the prompt. {{mood|calm}} is a field with a default.</source>
            <translation>プロンプトの前にテキストエンコーダーへ伝える内容。{{mood|calm}} は既定値付きの項目です。</translation>
        </message>
        <message>
            <source>&amp;System prompt</source>
            <translation>システムプロンプト(&amp;S)</translation>
        </message>
        <message>
            <source>What the text encoder is told before it reads the prompt</source>
            <translation>プロンプトを読み取る前にテキストエンコーダーへ伝える内容です</translation>
        </message>
        <message>
            <source>As the user has it</source>
            <translation>ユーザーの設定のまま</translation>
        </message>
        <message>
            <source>Propose one</source>
            <translation>提案する</translation>
        </message>
        <message>
            <source>Propose none</source>
            <translation>提案しない</translation>
        </message>
        <message>
            <source>Think &amp;block</source>
            <translation>思考ブロック(&amp;B)</translation>
        </message>
        <message>
            <source>Whether the template proposes a think block; what the user has chosen counts more</source>
            <translation>テンプレートが思考ブロックを提案するかどうか。ユーザーの選択が優先されます</translation>
        </message>
        <message>
            <source>T&amp;hink text</source>
            <translation>思考テキスト(&amp;H)</translation>
        </message>
        <message>
            <source>What the model is to have thought, without the tags</source>
            <translation>モデルが考えたことにする内容 (タグは不要)</translation>
        </message>
        <message>
            <source>&amp;Answer begins</source>
            <translation>回答の冒頭(&amp;A)</translation>
        </message>
        <message>
            <source>How the assistant's answer begins; usually empty</source>
            <translation>アシスタントの回答の書き出し。通常は空欄です</translation>
        </message>
        <message>
            <source>It needs a name.</source>
            <translation>名前が必要です。</translation>
        </message>
        <message>
            <source>There are changes that are not saved. Press again to drop them.</source>
            <translation>保存していない変更があります。もう一度押すと破棄します。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TemplateListModel</name>
        <message>
            <source>%1, %2</source>
            <translation>%1、%2</translation>
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
            <translation>テンプレートを検索</translation>
        </message>
        <message>
            <source>Every word counts: in names, titles, tags, descriptions and texts</source>
            <translation>すべての語を含むものを、名前、タイトル、タグ、説明、本文から検索します</translation>
        </message>
        <message>
            <source>Which templates</source>
            <translation>表示するテンプレート</translation>
        </message>
        <message>
            <source>All templates, those with a star, those used last, or your own</source>
            <translation>すべて、星付き、最近使用、自作のテンプレートから選びます</translation>
        </message>
        <message>
            <source>All</source>
            <translation>すべて</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>お気に入り</translation>
        </message>
        <message>
            <source>Recently used</source>
            <translation>最近使用</translation>
        </message>
        <message>
            <source>Your own</source>
            <translation>自作</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>カテゴリー</translation>
        </message>
        <message>
            <source>Only templates of one category</source>
            <translation>1 つのカテゴリーのテンプレートだけを表示します</translation>
        </message>
        <message>
            <source>Every category</source>
            <translation>すべてのカテゴリー</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>テンプレート</translation>
        </message>
        <message>
            <source>What to do with templates</source>
            <translation>テンプレートの操作</translation>
        </message>
        <message>
            <source>Write, edit, duplicate, delete, import or export templates</source>
            <translation>テンプレートの作成、編集、複製、削除、インポート、エクスポート</translation>
        </message>
        <message>
            <source>Description and tags</source>
            <translation>説明とタグ</translation>
        </message>
        <message>
            <source>Click a tag to search for it</source>
            <translation>タグをクリックすると検索します</translation>
        </message>
        <message>
            <source>What the text encoder would read</source>
            <translation>テキストエンコーダーが読み取る内容</translation>
        </message>
        <message>
            <source>What the text encoder would read with this template, byte for byte</source>
            <translation>このテンプレートでテキストエンコーダーが読み取る内容 (バイト単位で同一)</translation>
        </message>
        <message>
            <source>Choose a template to see what the text encoder would read.</source>
            <translation>テンプレートを選択すると、テキストエンコーダーが読み取る内容が表示されます。</translation>
        </message>
        <message>
            <source>&amp;Apply</source>
            <translation>適用(&amp;A)</translation>
        </message>
        <message>
            <source>Put the template into the prompt (Enter). Undo takes it back.</source>
            <translation>テンプレートをプロンプトに適用します (Enter)。「元に戻す」で取り消せます。</translation>
        </message>
        <message>
            <source>&amp;Take off</source>
            <translation>解除(&amp;T)</translation>
        </message>
        <message>
            <source>Take the texts of the template in use out of the prompt</source>
            <translation>使用中のテンプレートのテキストをプロンプトから取り除きます</translation>
        </message>
        <message>
            <source>The template %1 is gone. Its texts stay in the prompt.</source>
            <translation>テンプレート「%1」がなくなりました。テキストはプロンプトに残ります。</translation>
        </message>
        <message>
            <source>The template %1 is gone.</source>
            <translation>テンプレート「%1」がなくなりました。</translation>
        </message>
        <message>
            <source> (%1)</source>
            <translation> (%1)</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) in template files: %1</source>
            <translation>
                <numerusform>テンプレートファイルに %n 件の問題があります: %1</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything else can be used. Correct the file, and it is read again.</source>
            <translation>それ以外はすべて使用できます。ファイルを修正すると再び読み込まれます。</translation>
        </message>
        <message>
            <source>There are no templates yet. Write one with the menu below.</source>
            <translation>テンプレートはまだありません。下のメニューから作成してください。</translation>
        </message>
        <message>
            <source>No template matches. Clear the search, or choose another group.</source>
            <translation>一致するテンプレートはありません。検索をクリアするか、別のグループを選んでください。</translation>
        </message>
        <message>
            <source>No favourites yet. Click the star of a template.</source>
            <translation>お気に入りはまだありません。テンプレートの星をクリックしてください。</translation>
        </message>
        <message>
            <source>Nothing used yet. Templates that you apply appear here.</source>
            <translation>まだ何も使用していません。適用したテンプレートがここに表示されます。</translation>
        </message>
        <message>
            <source>You have none of your own yet. Duplicate one, or write a new one with the menu below.</source>
            <translation>自作のテンプレートはまだありません。既存のものを複製するか、下のメニューから新規作成してください。</translation>
        </message>
        <message>
            <source>No template chosen</source>
            <translation>テンプレート未選択</translation>
        </message>
        <message>
            <source>&amp;Apply again</source>
            <translation>もう一度適用(&amp;A)</translation>
        </message>
        <message>
            <source>Fill in the fields that are needed.</source>
            <translation>必須の項目を入力してください。</translation>
        </message>
        <message>
            <source>An instruction for the prompt rewriter: choose it in the panel Rewriter.</source>
            <translation>プロンプトのリライターへの指示です。「リライター」パネルで選択してください。</translation>
        </message>
        <message>
            <source>It comes with the program. Duplicate it, and change the copy.</source>
            <translation>プログラムに付属のテンプレートです。複製して、コピーを変更してください。</translation>
        </message>
        <message>
            <source>Choose a template first.</source>
            <translation>先にテンプレートを選択してください。</translation>
        </message>
        <message>
            <source>&amp;New…</source>
            <translation>新規(&amp;N)…</translation>
        </message>
        <message>
            <source>&amp;Edit…</source>
            <translation>編集(&amp;E)…</translation>
        </message>
        <message>
            <source>&amp;Duplicate…</source>
            <translation>複製(&amp;D)…</translation>
        </message>
        <message>
            <source>De&amp;lete</source>
            <translation>削除(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Import…</source>
            <translation>インポート(&amp;I)…</translation>
        </message>
        <message>
            <source>E&amp;xport…</source>
            <translation>エクスポート(&amp;X)…</translation>
        </message>
        <message>
            <source>New template</source>
            <translation>新しいテンプレート</translation>
        </message>
        <message>
            <source>Edit template</source>
            <translation>テンプレートを編集</translation>
        </message>
        <message>
            <source>%1 (copy)</source>
            <translation>%1 (コピー)</translation>
        </message>
        <message>
            <source>Duplicate template</source>
            <translation>テンプレートを複製</translation>
        </message>
        <message>
            <source>Saved %1.</source>
            <translation>%1 を保存しました。</translation>
        </message>
        <message>
            <source>Deleted %1.</source>
            <translation>%1 を削除しました。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>It is back.</source>
            <translation>元に戻しました。</translation>
        </message>
        <message>
            <source>Import templates</source>
            <translation>テンプレートをインポート</translation>
        </message>
        <message>
            <source>Templates (*.md);;All files (*)</source>
            <translation>テンプレート (*.md);;すべてのファイル (*)</translation>
        </message>
        <message>
            <source>Imported %1.</source>
            <translation>%1 をインポートしました。</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>置き換え</translation>
        </message>
        <message>
            <source>Export template</source>
            <translation>テンプレートをエクスポート</translation>
        </message>
        <message>
            <source>Templates (*.md)</source>
            <translation>テンプレート (*.md)</translation>
        </message>
        <message>
            <source>Exported to %1.</source>
            <translation>%1 にエクスポートしました。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::TokenMeter</name>
        <message>
            <source>Token count</source>
            <translation>トークン数</translation>
        </message>
        <message>
            <source>Tokens are not counted: %1</source>
            <translation>トークンを数えられません: %1</translation>
        </message>
        <message>
            <source>%1 of %2 tokens</source>
            <translation>%1/%2 トークン</translation>
        </message>
        <message>
            <source>%1 tokens, %2 beyond the trained range</source>
            <translation>%1 トークン、学習範囲を %2 超過</translation>
        </message>
        <message>
            <source>prompt %1</source>
            <translation>プロンプト %1</translation>
        </message>
        <message>
            <source>system %1</source>
            <translation>システム %1</translation>
        </message>
        <message>
            <source>think block %1</source>
            <translation>思考ブロック %1</translation>
        </message>
        <message>
            <source>assistant %1</source>
            <translation>アシスタント %1</translation>
        </message>
        <message>
            <source>format %1</source>
            <translation>書式 %1</translation>
        </message>
        <message>
            <source>Tokens, counted exactly: %1</source>
            <translation>正確なトークン数: %1</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariableFields</name>
        <message>
            <source>needed</source>
            <translation>必須</translation>
        </message>
        <message>
            <source>What {{%1}} stands for. Empty: %2</source>
            <translation>{{%1}} に入る内容。空欄の場合: %2</translation>
        </message>
        <message>
            <source>What {{%1}} stands for. It has no default.</source>
            <translation>{{%1}} に入る内容。既定値はありません。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariantsDialog</name>
        <message>
            <source>Compare variants</source>
            <translation>バリエーションを比較</translation>
        </message>
        <message>
            <source>Each column is drawn once, from the same noise: what you see is what the differences do. The form stays as it is.</source>
            <translation>各列を同じノイズから 1 回ずつ生成します。違いが何をもたらすかがわかります。フォームは変わりません。</translation>
        </message>
        <message>
            <source>Variants and their fields</source>
            <translation>バリエーションとその項目</translation>
        </message>
        <message>
            <source>Another column, a copy of this one</source>
            <translation>この列のコピーを追加</translation>
        </message>
        <message>
            <source>Take this column away</source>
            <translation>この列を取り除く</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Field to add</source>
            <translation>追加する項目</translation>
        </message>
        <message>
            <source>Add a field…</source>
            <translation>項目を追加…</translation>
        </message>
        <message>
            <source>Take this field away: all columns get the first one's value</source>
            <translation>この項目を取り除く: すべての列が最初の列の値になります</translation>
        </message>
        <message>
            <source>none</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Values of %1</source>
            <translation>%1の値</translation>
        </message>
        <message>
            <source>values, with ; between them: 4; 8; 16</source>
            <translation>値を ; で区切る: 4; 8; 16</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>グリッド</translation>
        </message>
        <message>
            <source>&amp;First axis</source>
            <translation>1 つ目の軸(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Second axis</source>
            <translation>2 つ目の軸(&amp;S)</translation>
        </message>
        <message>
            <source>Make the &amp;columns</source>
            <translation>列を作成(&amp;C)</translation>
        </message>
        <message>
            <source>Every value with every other one, from column A</source>
            <translation>列 A をもとに、すべての値を組み合わせます</translation>
        </message>
        <message>
            <source>&amp;Draw them</source>
            <translation>生成(&amp;D)</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%2 の%1</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>画像 %n 枚</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, about %2</source>
            <translation>%1、約 %2</translation>
        </message>
        <message>
            <source>%1. How long they take is known after the first drawing.</source>
            <translation>%1。所要時間は最初の生成の後にわかります。</translation>
        </message>
        <message>
            <source>All columns are the same.</source>
            <translation>すべての列が同じです。</translation>
        </message>
        <message>
            <source>All columns are drawn from %1: other prompts make no difference.</source>
            <translation>すべての列は %1 から描かれます。プロンプトを変えても結果は変わりません。</translation>
        </message>
        <message>
            <source>Draw from the &amp;prompts</source>
            <translation>プロンプトから描く(&amp;P)</translation>
        </message>
        <message>
            <source>In these columns only; the form goes on drawing from the file</source>
            <translation>この列だけに適用され、フォームは引き続きファイルから描きます</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::VariantsModel</name>
        <message>
            <source>%1 of %2: %3</source>
            <translation>%2 の%1: %3</translation>
        </message>
        <message>
            <source>No effect: the pictures are drawn from a file of embeddings.</source>
            <translation>効果なし：画像は埋め込みファイルから描かれます。</translation>
        </message>
    </context>
    <context>
        <name>diptych::widgets::WelcomeCards</name>
        <message>
            <source>Use a model that I have</source>
            <translation>手持ちのモデルを使う</translation>
        </message>
        <message>
            <source>Looks for Z-Image in Hugging Face's cache, ComfyUI's folders and folders of yours.</source>
            <translation>Hugging Face のキャッシュ、ComfyUI のフォルダー、指定したフォルダーから Z-Image を探します。</translation>
        </message>
        <message>
            <source>Encoder on another machine</source>
            <translation>別のマシンのエンコーダーを使う</translation>
        </message>
        <message>
            <source>Prompts are encoded elsewhere; this machine needs the rest of the model alone.</source>
            <translation>プロンプトを別のマシンでエンコードします。このマシンにはモデルの残りの部分だけが必要です。</translation>
        </message>
        <message>
            <source>Get the real model</source>
            <translation>正式なモデルを入手</translation>
        </message>
        <message>
            <source>Says what to fetch and where to put it, and checks that it is whole.</source>
            <translation>何を入手してどこに置くかを案内し、すべて揃っているかを確認します。</translation>
        </message>
    </context>
    <context>
        <name>diptych::worker::GenerationQueue</name>
        <message>
            <source>Rewrite: %1</source>
            <translation>書き換え: %1</translation>
        </message>
        <message>
            <source>(no prompt)</source>
            <translation>(プロンプトなし)</translation>
        </message>
        <message>
            <source>Waits to be written</source>
            <translation>作成待ち</translation>
        </message>
        <message numerus="yes">
            <source>%1 × %2 pixels, seed %3, %n picture(s)</source>
            <translation>
                <numerusform>%1 × %2 ピクセル、シード %3、%n 枚</numerusform>
            </translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>停止しています…</translation>
        </message>
        <message>
            <source>Writing, %1 bytes so far</source>
            <translation>テキストを作成中、これまでに %1 バイト</translation>
        </message>
        <message>
            <source>Last picture: %1</source>
            <translation>最後の画像: %1</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完了</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>キャンセル済み</translation>
        </message>
        <message>
            <source>Diptych ended while this was drawn</source>
            <translation>生成中に Diptych が終了しました</translation>
        </message>
        <message>
            <source>Save the embedding: %1</source>
            <translation>埋め込みを保存: %1</translation>
        </message>
        <message>
            <source>Waits to be encoded</source>
            <translation>エンコード待ち</translation>
        </message>
    </context>
</TS>
