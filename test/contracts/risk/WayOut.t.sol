// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {ExitTerms, SpokeTerms, exitTime} from "gimbal/types/Config.sol";
import {Change, Family} from "gimbal/types/Parameter.sol";
import {Presets} from "./support/Presets.sol";
import {RiskFixture} from "./support/RiskFixture.sol";

/// @notice Upgrades wait as long as an owner needs to leave, whichever side of that moves.
contract WayOutTest is RiskFixture {
    /// @dev Lease 6 h, grace 1 h, report 6 h, route 3 h, queue 24 h.
    uint256 private constant LEAST = 40 hours;
    bytes32 private constant RULE = "way out <= upgrade delay";

    function _setUpgrade(uint256 delay) private {
        vm.prank(address(lock));
        lock.setDelays(IGimbalTimelock.Delays(1 hours, 2 hours, uint32(delay)));
    }

    function _refused(uint256 wayOut, uint256 delay) private {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.CrossRule.selector, RULE, wayOut, delay));
    }

    function test_P12_theWayOutIsTheSumOfItsParts() public pure {
        assertEq(exitTime(Presets.spoke(), Presets.exit()), LEAST);
    }

    function test_P12_upgradesWaitNoShorterThanTheWayOut() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IGimbalTimelock.DelayBelow.selector, IGimbalTimelock.DelayClass.UPGRADE, LEAST - 1, LEAST
            )
        );
        this.setUpgrade(LEAST - 1);
        _setUpgrade(LEAST);
        assertEq(lock.delays().upgrade, LEAST);
    }

    function setUpgrade(uint256 delay) external {
        _setUpgrade(delay);
    }

    /// @notice Lease, grace and report age of a spoke, its route and its window: each to the second, and none beyond.
    function test_P12_noPartOutgrowsTheDelay() public {
        _setUpgrade(LEAST + 5);
        (Family[5] memory families, uint8[5] memory fields) = _parts();
        for (uint256 i; i < 5; i++) {
            uint256 old = _read(families[i], fields[i]);
            _refused(LEAST + 6, LEAST + 5);
            set(families[i], fields[i], old + 6);
            set(families[i], fields[i], old + 5);
            assertEq(_read(families[i], fields[i]), old + 5);
            set(families[i], fields[i], old);
        }
    }

    function test_P12_aSpokeWithALongerWayOutIsNotAdded() public {
        _setUpgrade(LEAST);
        ExitTerms memory slow = Presets.exit();
        slow.routeTime += 1;
        _refused(LEAST + 1, LEAST);
        parameters.addSpoke(902, Presets.spoke(), slow);
        parameters.addSpoke(902, Presets.spoke(), Presets.exit());
        assertEq(abi.encode(parameters.exitTerms(902)), abi.encode(Presets.exit()));
    }

    /// @notice The slowest of all spokes counts.
    function test_P12_theSlowestSpokeCounts() public {
        ExitTerms memory slow = Presets.exit();
        slow.routeTime += 7 days;
        parameters.addSpoke(902, Presets.spoke(), slow);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGimbalTimelock.DelayBelow.selector,
                IGimbalTimelock.DelayClass.UPGRADE,
                LEAST + 1 days,
                LEAST + 7 days
            )
        );
        this.setUpgrade(LEAST + 1 days);
        _setUpgrade(LEAST + 7 days);
    }

    /// @notice What a batch ends in counts, and other changes of a spoke go on.
    function test_P12_oneBatchMayShiftTimeBetweenParts() public {
        _setUpgrade(LEAST);
        Change[] memory changes = new Change[](2);
        changes[0] = one(Family.EXIT, 0, Presets.exit().routeTime + 1 hours)[0];
        changes[1] = one(Family.EXIT, 1, Presets.exit().withdrawalWindow - 1 hours)[0];
        uint64 version = parameters.version(SPOKE);
        parameters.change(changes, 0);
        assertEq(parameters.version(SPOKE), version, "the spoke need not know");
        set(Family.HEDGE_BAND, 1, 0.002e18);
    }

    function testFuzz_P12_whatIsAcceptedLeavesTimeToLeave(uint32 upgrade, uint32[5] memory values) public {
        _setUpgrade(bound(upgrade, LEAST, 60 days));
        (Family[5] memory families, uint8[5] memory fields) = _parts();
        Change[] memory changes = new Change[](5);
        for (uint256 i; i < 5; i++) {
            changes[i] = one(families[i], fields[i], bound(values[i], 4 hours, 12 days))[0];
        }
        (bool accepted,) = address(parameters).call(abi.encodeCall(parameters.change, (changes, 0)));
        SpokeTerms memory terms = parameters.spokeTerms(SPOKE);
        uint256 wayOut = exitTime(terms, parameters.exitTerms(SPOKE));
        assertLe(wayOut, lock.delays().upgrade);
        if (accepted) assertEq(terms.maxLease, changes[0].value);
    }

    function _parts() private pure returns (Family[5] memory families, uint8[5] memory fields) {
        families = [Family.SPOKE, Family.SPOKE, Family.SPOKE, Family.EXIT, Family.EXIT];
        fields = [1, 2, 4, 0, 1];
    }

    function _read(Family family, uint8 field) private view returns (uint256 word) {
        bytes memory row = family == Family.EXIT
            ? abi.encode(parameters.exitTerms(SPOKE))
            : abi.encode(parameters.spokeTerms(SPOKE));
        assembly ("memory-safe") {
            word := mload(add(row, mul(0x20, add(field, 1))))
        }
    }
}
