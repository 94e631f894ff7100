// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGimbalTimelock} from "../../interfaces/IGimbalTimelock.sol";
import {ExitTerms, SpokeTerms, exitTime} from "../../types/Config.sol";
import {ordered} from "./Range.sol";

/// @title No upgrade takes effect before an owner could have left (P12)
/// @dev The timelock asks the same of every spoke when its delays change. Until a deployment is handed over they lie below their
/// floors, nobody has come in yet, and the handing over is such a change.
library ExitRules {
    function check(SpokeTerms memory terms, ExitTerms memory exit, IGimbalTimelock timelock) internal view {
        uint256 delay = timelock.delays().upgrade;
        if (delay < timelock.floors().upgrade) return;
        ordered("way out <= upgrade delay", exitTime(terms, exit), delay);
    }
}
