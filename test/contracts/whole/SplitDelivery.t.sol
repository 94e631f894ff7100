// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Change, Family, ParameterKey, parameterKey} from "gimbal/types/Parameter.sol";
import {HubAndSpokes} from "../base/HubAndSpokes.sol";
import {Terms} from "../base/Terms.sol";

/// @notice A decision for several chains whose bridges fail between the first and the second.
contract SplitDeliveryTest is HubAndSpokes {
    uint8 private constant CAP_SHARE = 5;
    uint256 private constant WIDER = 0.3e18;

    address private stranger = makeAddr("stranger");

    /// @notice East has the new terms, West keeps the old ones whole, and once families speak again anyone brings them there.
    function test_P10_aBridgeThatFailsInTheMiddleLeavesEverySpokeWhole() public {
        (uint64 before,) = at[WEST].control.configVersion();
        _decide();
        hub.mandates.sendConfig(EAST);
        channel.flush();
        _silence(0, true);
        _silence(1, true);
        hub.mandates.sendConfig(WEST);
        channel.flush();

        assertEq(_versionOf(EAST), hub.parameters.version(EAST));
        assertEq(_versionOf(WEST), before, "one family of two that are needed");
        (, bytes32 digest) = at[WEST].control.configVersion();
        assertNotEq(digest, hub.parameters.digest(WEST));

        _silence(0, false);
        _silence(1, false);
        vm.prank(stranger);
        hub.mandates.sendConfig(WEST);
        channel.flush();
        (, digest) = at[WEST].control.configVersion();
        assertEq(_versionOf(WEST), hub.parameters.version(WEST));
        assertEq(digest, hub.parameters.digest(WEST));
    }

    /// @notice What is lost for good is overtaken by the next decision: versions are states, not steps.
    function test_P4_aLostVersionIsOvertakenByTheNext() public {
        _decide();
        hub.mandates.sendConfig(WEST);
        channel.loseAll();
        _change(WEST, WIDER, 0.35e18);
        hub.mandates.sendConfig(WEST);
        channel.flush();
        (, bytes32 digest) = at[WEST].control.configVersion();
        assertEq(digest, hub.parameters.digest(WEST));
        assertEq(_versionOf(WEST), hub.parameters.version(WEST));
    }

    /// @dev One batch of the timelock for both, as a vote makes it.
    function _decide() private {
        Change[] memory changes = new Change[](2);
        changes[0] = Change(_key(EAST), WIDER, Terms.band().capShare, 0);
        changes[1] = Change(_key(WEST), WIDER, Terms.band().capShare, 0);
        vm.prank(address(at[HUB].timelock));
        hub.parameters.change(changes, "vote");
    }

    function _change(uint64 chain, uint256 from, uint256 to) private {
        Change[] memory changes = new Change[](1);
        changes[0] = Change(_key(chain), to, from, 0);
        vm.prank(address(at[HUB].timelock));
        hub.parameters.change(changes, "vote");
    }

    function _key(uint64 chain) private pure returns (ParameterKey) {
        return parameterKey(Family.HEDGE_BAND, CAP_SHARE, Terms.MARKET, chain, 0);
    }

    function _versionOf(uint64 chain) private view returns (uint64 version) {
        (version,) = at[chain].control.configVersion();
    }

    function _silence(uint8 family, bool on) private {
        channel.silence(family, on);
    }
}
