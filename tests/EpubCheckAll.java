import com.adobe.epubcheck.tool.EpubChecker;

/** Checks every EPUB named, in one virtual machine; a warning fails it too. */
public class EpubCheckAll {
    public static void main(String[] files) {
        int bad = 0;
        for (String file : files) {
            int status = new EpubChecker().run(new String[] {file, "-q", "--failonwarnings"});
            if (status != 0) {
                System.out.println("not valid: " + file);
                bad++;
            }
        }
        System.out.println(files.length + " checked, " + bad + " not valid");
        System.exit(bad == 0 && files.length > 0 ? 0 : 1);
    }
}
