// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice A target of a vote that uses the moment in which it is called for calls of its own, once.
contract Meddler {
    struct Act {
        address target;
        bytes data;
        bool must;
    }

    Act[] private _acts;

    /// @notice Adds a call to the next time.
    /// @param must fails where the call fails; else a failure is caught
    function willCall(address target, bytes memory data, bool must) external {
        _acts.push(Act(target, data, must));
    }

    function called() external {
        Act[] memory acts = _acts;
        delete _acts;
        for (uint256 i; i < acts.length; i++) {
            (bool done, bytes memory why) = acts[i].target.call(acts[i].data);
            if (done || !acts[i].must) continue;
            assembly ("memory-safe") {
                revert(add(why, 0x20), mload(why))
            }
        }
    }
}
