// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {Change, Direction, Family, ParameterKey, Rule} from "gimbal/types/Parameter.sol";
import {Presets} from "./support/Presets.sol";
import {RiskFixture} from "./support/RiskFixture.sol";

/// @notice What steward and guardian may do to a governed number, through RiskParameters.
contract ParameterRulesTest is RiskFixture {
    uint64 private constant CHANGER = 13;

    address private steward = makeAddr("steward");
    address private guardian = makeAddr("guardian");

    function setUp() public override {
        super.setUp();
        rules.setActors(steward, guardian);
        manager.grantRole(CHANGER, steward, 0);
        manager.grantRole(CHANGER, guardian, 0);
    }

    function test_aStewardTakesSmallStepsWithPauses() public {
        _step(12.5e18);
        assertEq(_aversion(), 12.5e18);
        ParameterKey key = keyOf(Family.HEDGE_BAND, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IParameterRules.TooSoon.selector, key, block.timestamp, block.timestamp + 1 days
            )
        );
        _step(13e18);
        vm.warp(block.timestamp + 1 days);
        vm.expectRevert(
            abi.encodeWithSelector(IParameterRules.StepTooLarge.selector, key, 0.25018e18, 0.25e18)
        );
        _step(12.5e18 * 125018 / 100000);
    }

    /// @notice Many legal steps do not add up to an illegal one: whatever the steward tries, at whatever times, the sum of
    /// its steps within any window stays within the drift.
    function testFuzz_P8_stepsInAnyWindowStayWithinTheDrift(uint256 seed) public {
        uint256[] memory times = new uint256[](60);
        uint256[] memory steps = new uint256[](60);
        uint256 count;
        for (uint256 i; i < 60; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + 12 hours + seed % 36 hours);
            uint256 old = _aversion();
            uint256 step = seed >> 128;
            step = step % 0.25e18;
            uint256 next = seed & 1 == 0 ? old + old * step / 1e18 : old - old * step / 1e18;
            vm.prank(steward);
            try parameters.change(one(Family.HEDGE_BAND, 0, next), 0) {
                times[count] = block.timestamp;
                steps[count++] = step;
            } catch {}
        }
        assertGt(count, 0);
        for (uint256 i; i < count; i++) {
            uint256 sum;
            for (uint256 j = i; j < count && times[j] < times[i] + 30 days; j++) {
                sum += steps[j];
            }
            assertLe(sum, 1e18);
        }
    }

    /// @notice A field has one name: under another it would escape cooldown, drift, holds and the rules between fields.
    function testFuzz_P8_aFieldHasOneName(uint8 f, uint256 noise) public {
        Family family = Family(bound(f, 0, uint256(type(Family).max)));
        Change[] memory changes = one(family, 0, 1);
        bytes32 name = ParameterKey.unwrap(changes[0].key);
        // What the family uses stays, or the field would be another.
        uint256 used = uint256(0xffff) << 240;
        if (family != Family.SPOKE) used |= uint256(type(uint32).max) << 208;
        if (keyOf(family, 0).spoke() != 0) used |= uint256(type(uint64).max) << 144;
        if (family == Family.VENUE) used |= uint256(type(uint32).max) << 112;
        noise &= ~used;
        vm.assume(noise != 0);
        ParameterKey other = ParameterKey.wrap(name | bytes32(noise));
        changes[0].key = other;
        address[3] memory actors = [steward, guardian, address(this)];
        for (uint256 i; i < actors.length; i++) {
            vm.prank(actors[i]);
            vm.expectRevert(abi.encodeWithSelector(IParameterRules.UnknownField.selector, other));
            parameters.change(changes, 0);
        }
    }

    function test_P8_whatIsNotTheStewardsStays() public {
        vm.prank(steward);
        ParameterKey key = keyOf(Family.VENUE, 1);
        vm.expectRevert();
        parameters.change(one(Family.VENUE, 1, 7), 0);
        assertEq(rules.ruleOf(key).step, 0);
    }

    function test_P7_aGuardianTightensToItsLimitAndNoFurther() public {
        ParameterKey key = keyOf(Family.THRESHOLDS, 0);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.NotGuardians.selector, key, 2e18 + 1, 2e18));
        _guard(Family.THRESHOLDS, 0, 2e18 + 1);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.NotGuardians.selector, key, 1.2e18, 2e18));
        _guard(Family.THRESHOLDS, 0, 1.2e18);
        _guard(Family.THRESHOLDS, 0, 2e18);
        assertEq(parameters.thresholds(MARKET).initial, 2e18);
    }

    /// @notice The bridge's fee under the steward: a step, its cooldown, its drift, and nothing from zero.
    function test_P8_aStewardMovesTheBridgeFeeBySteps() public {
        ParameterKey key = keyOf(Family.SPOKE, 8);
        _fee(0.000125e18);
        vm.expectRevert(
            abi.encodeWithSelector(
                IParameterRules.TooSoon.selector, key, block.timestamp, block.timestamp + 1 days
            )
        );
        _fee(0.00015e18);
        skip(1 days);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.StepTooLarge.selector, key, 0.256e18, 0.25e18));
        _fee(0.000157e18);
        _fee(0.00015625e18);
        skip(1 days);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.DriftSpent.selector, key, 0.75e18, 0.5e18));
        _fee(0.0001953125e18);
        set(Family.SPOKE, 8, 0);
        skip(30 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                IParameterRules.StepTooLarge.selector, key, type(uint256).max, uint256(0.25e18)
            )
        );
        _fee(1);
    }

    function test_P7_aGuardianCutsTheBridgeFeeAndNeverRaisesIt() public {
        ParameterKey key = keyOf(Family.SPOKE, 8);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.NotGuardians.selector, key, 0.0002e18, 0));
        _guard(Family.SPOKE, 8, 0.0002e18);
        _guard(Family.SPOKE, 8, 0);
        assertEq(parameters.spokeTerms(SPOKE).bridgeFee, 0);
    }

    function test_P7_aGuardianActsOnAFieldOnceAWindow() public {
        _guard(Family.SPOKE, 5, 40_000_000e6);
        vm.warp(block.timestamp + 30 days - 1);
        vm.expectRevert();
        _guard(Family.SPOKE, 5, 30_000_000e6);
        vm.warp(block.timestamp + 1);
        _guard(Family.SPOKE, 5, 30_000_000e6);
    }

    /// @notice Neither way is safe: maintenance, oracle windows and execution limits are not the guardian's, whichever way.
    function test_P7_noGuardianMovesWhatHasNoDirection() public {
        for (uint256 f; f <= uint256(type(Family).max); f++) {
            Rule[] memory list = rules.rulesOf(Family(f));
            for (uint8 i; i < list.length; i++) {
                if (list[i].risk != Direction.NONE) continue;
                ParameterKey key = keyOf(Family(f), i);
                vm.expectRevert(
                    abi.encodeWithSelector(
                        IParameterRules.NotGuardians.selector, key, list[i].max, list[i].guardianLimit
                    )
                );
                _guard(Family(f), i, list[i].max);
            }
        }
    }

    /// @notice Whoever was replaced and kept its role does not fall to the path of votes.
    function test_P7_aReplacedActorHasNoPath() public {
        rules.setActors(makeAddr("successor"), guardian);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.NoPath.selector, steward));
        _step(11e18);
    }

    function test_aQueuedProposalKeepsBothAway() public {
        ParameterKey[] memory keys = new ParameterKey[](1);
        keys[0] = keyOf(Family.HEDGE_BAND, 0);
        manager.grantRole(14, address(this), 0);
        vm.expectEmit(address(rules));
        emit IParameterRules.HoldsChanged(keys[0], 1);
        rules.hold(keys);
        rules.hold(keys);
        vm.warp(block.timestamp + 365 days);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Held.selector, keys[0], 2));
        _step(11e18);
        // The end of one proposal ends not the other's hold, and votes pass.
        rules.release(keys);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Held.selector, keys[0], 1));
        _step(11e18);
        set(Family.HEDGE_BAND, 0, 11e18);
        vm.expectEmit(address(rules));
        emit IParameterRules.HoldsChanged(keys[0], 0);
        rules.release(keys);
        _step(12e18);
    }

    function test_aFrozenFieldWaitsForAVoteOnItsRule() public {
        Rule[] memory list = rules.rulesOf(Family.HEDGE_BAND);
        list[0].frozen = true;
        rules.setRules(Family.HEDGE_BAND, list);
        vm.expectRevert(abi.encodeWithSelector(IParameterRules.Frozen.selector, keyOf(Family.HEDGE_BAND, 0)));
        set(Family.HEDGE_BAND, 0, 11e18);
    }

    function test_rulesThatContradictThemselvesAreRefused() public {
        Rule[] memory list = rules.rulesOf(Family.HEDGE_BAND);
        list[2].min = list[2].max + 1;
        _refused(list, 2);
        list = rules.rulesOf(Family.HEDGE_BAND);
        list[1].cooldown = 0;
        _refused(list, 1);
        list = rules.rulesOf(Family.HEDGE_BAND);
        list[1].drift = list[1].step * 2 - 1;
        _refused(list, 1);
    }

    function test_onlyTheStoreAdmits() public {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this))
        );
        rules.admit(keyOf(Family.HEDGE_BAND, 0), 1, 1, steward);
    }

    function _refused(Rule[] memory list, uint256 field) private {
        vm.expectRevert(
            abi.encodeWithSelector(IParameterRules.InvalidRule.selector, Family.HEDGE_BAND, field)
        );
        rules.setRules(Family.HEDGE_BAND, list);
    }

    function _aversion() private view returns (uint256) {
        return parameters.hedgeBand(MARKET, SPOKE).riskAversion;
    }

    function _step(uint256 value) private {
        vm.prank(steward);
        parameters.change(one(Family.HEDGE_BAND, 0, value), 0);
    }

    function _fee(uint256 value) private {
        vm.prank(steward);
        parameters.change(one(Family.SPOKE, 8, value), 0);
    }

    function _guard(Family family, uint8 field, uint256 value) private {
        vm.prank(guardian);
        parameters.change(one(family, field, value), 0);
    }
}
