// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SettlementTerms} from "../types/Config.sol";

/// @title The part of a series that its settlement has not fixed yet, by time alone
/// @notice Instant i of N lies at expiry - window + floor(i * window / N) and has passed once time reaches it.
library InstantWeight {
    uint256 private constant WAD = 1e18;

    /// @notice (N - k) / N with k instants passed, 18 decimals.
    function at(uint256 expiry, uint256 time, SettlementTerms memory s) internal pure returns (uint256) {
        (uint256 window, uint256 instants) = schedule(s);
        unchecked {
            return left(expiry, time, window, instants) * WAD / instants;
        }
    }

    /// @notice Window and N; without either the expiry is the only instant.
    function schedule(SettlementTerms memory s) internal pure returns (uint256 window, uint256 instants) {
        // Clean words.
        assembly ("memory-safe") {
            window := mload(s)
            instants := mload(add(s, 0x20))
            if iszero(mul(window, instants)) {
                window := 0
                instants := 1
            }
        }
    }

    /// @notice N - k.
    /// @param window of `schedule`
    /// @param instants of `schedule`
    function left(uint256 expiry, uint256 time, uint256 window, uint256 instants)
        internal
        pure
        returns (uint256)
    {
        // What is taken from a time is no larger; window < 2^32 and instants < 2^16. In a window, window is not zero.
        unchecked {
            if (time >= expiry) return 0;
            if (expiry - time > window) return instants;
            // The largest i with floor(i * window / N) <= elapsed.
            uint256 start = expiry > window ? expiry - window : 0;
            uint256 passed = ((time - start + 1) * instants - 1) / window;
            return passed < instants ? instants - passed : 0;
        }
    }

    /// @notice The next instant after `time`, or the expiry; 0 once it has expired.
    function next(uint256 expiry, uint256 time, SettlementTerms memory s) internal pure returns (uint256) {
        if (time >= expiry) return 0;
        if (s.window == 0 || s.instants == 0) return expiry;
        uint256 start = expiry > s.window ? expiry - s.window : 0;
        uint256 passed = time < start ? 0 : ((time - start + 1) * s.instants - 1) / s.window;
        return start + (passed + 1) * s.window / s.instants;
    }
}
