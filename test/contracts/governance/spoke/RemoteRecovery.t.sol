// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {IRemoteExecutor} from "gimbal/interfaces/IRemoteExecutor.sol";
import {RemoteCall} from "gimbal/types/Remote.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

contract RemoteRecoveryTest is RemoteFixture {
    bytes32 private constant SALT = "salt";

    function _ask() private returns (RemoteCall[] memory calls) {
        calls = setTarget(stranger);
        vm.prank(recovery);
        remote.recover(calls, SALT);
    }

    function _consent(RemoteCall[] memory calls) private returns (bytes32) {
        vm.prank(guardian);
        return remote.consent(calls, SALT);
    }

    function test_P7_recoveryNeedsSilenceConsentAndItsLongDelay() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = _ask();
        bytes32 operation = _consent(calls);
        assertEq(lock.getTimestamp(operation), block.timestamp + LONG_DELAY);
        uint256 since = block.timestamp;
        vm.warp(since + LONG_DELAY);
        executeRecovery(calls, SALT, since);
        assertTrue(remote.isTarget(stranger));
    }

    function testFuzz_P7_noRecoveryBeforeTheSilenceIsOver(uint256 heard, uint256 later) public {
        heard = bound(heard, 1, 60 days);
        later = bound(later, 0, SILENCE - 1);
        vm.warp(START + heard);
        beat(1);
        assertEq(remote.heardAt(), START + heard);
        vm.warp(START + heard + later);
        vm.prank(recovery);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotSilent.selector, later, SILENCE));
        remote.recover(setTarget(stranger), SALT);
    }

    function test_P10_oneFamilyNeitherBreaksNorFeignsTheSilence() public {
        vm.warp(START + SILENCE);
        send(setTarget(address(1)));
        carry(1);
        RemoteCall[] memory calls = _ask();
        _consent(calls);
    }

    function test_P7_recoveryLapsesOnceTheHubIsHeardAgain() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = _ask();
        _consent(calls);
        uint256 since = block.timestamp;
        vm.warp(since + LONG_DELAY - 1);
        beat(1);
        vm.warp(since + LONG_DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(IRemoteExecutor.HubHeard.selector, since + LONG_DELAY - 1, since)
        );
        this.executeExternally(calls, since);
    }

    function test_P7_consentComesTooLateOnceTheHubIsHeard() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = _ask();
        send(setTarget(address(1)));
        carry(2);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotSilent.selector, 0, SILENCE));
        remote.consent(calls, SALT);
    }

    function test_P7_neitherOfTheTwoActsAlone() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = setTarget(stranger);
        bytes32 id = keccak256(abi.encode(calls, SALT));
        vm.startPrank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotAsked.selector, id));
        remote.consent(calls, SALT);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotRecovery.selector, guardian));
        remote.recover(calls, SALT);
        vm.stopPrank();
        _ask();
        vm.prank(recovery);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotGuardian.selector, recovery));
        remote.consent(calls, SALT);
    }

    function test_P7_whatWasAskedInAnEarlierSilenceIsVoid() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = _ask();
        beat(1);
        vm.warp(block.timestamp + SILENCE);
        bytes32 id = keccak256(abi.encode(calls, SALT));
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotAsked.selector, id));
        remote.consent(calls, SALT);
    }

    function test_whatWasAskedIsConsentedToOnce() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = _ask();
        _consent(calls);
        bytes32 id = keccak256(abi.encode(calls, SALT));
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotAsked.selector, id));
        remote.consent(calls, SALT);
    }

    function test_aRecoveryKeepsToTheListToo() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = new RemoteCall[](1);
        calls[0] = RemoteCall(stranger, "");
        vm.prank(recovery);
        remote.recover(calls, SALT);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRemoteExecutor.NotListed.selector, stranger));
        remote.consent(calls, SALT);
    }

    function test_aBrokenControlDoesNotForbidItsRepair() public {
        vm.etch(address(control), hex"fe");
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = _ask();
        _consent(calls);
        uint256 since = block.timestamp;
        vm.warp(since + LONG_DELAY);
        executeRecovery(calls, SALT, since);
    }

    /// @notice What recovery is for: all gateways of a spoke are dead, so no vote can name new ones.
    function test_recoveryNamesNewGateways() public {
        vm.warp(START + SILENCE);
        RemoteCall[] memory calls = new RemoteCall[](1);
        calls[0] = RemoteCall(
            address(spoke.transport),
            abi.encodeCall(IHedgeTransport.setGateway, (address(hub.gateways[0]), 7, true))
        );
        vm.prank(recovery);
        remote.recover(calls, SALT);
        _consent(calls);
        uint256 since = block.timestamp;
        vm.warp(since + LONG_DELAY);
        executeRecovery(calls, SALT, since);
        (, uint256 families) = spoke.transport.quorum();
        assertEq(families, FAMILIES + 1);
    }

    function test_termsHaveBounds() public {
        vm.startPrank(address(lock));
        vm.expectRevert(
            abi.encodeWithSelector(
                IRemoteExecutor.TermOutOfRange.selector, bytes32("silence"), 1 days, 3 days, 365 days
            )
        );
        remote.setTerms(IRemoteExecutor.Terms(APART, 1 days, LONG_DELAY));
        vm.expectRevert(
            abi.encodeWithSelector(
                IRemoteExecutor.TermOutOfRange.selector, bytes32("cancelApart"), 60 days, 1 hours, 30 days
            )
        );
        remote.setTerms(IRemoteExecutor.Terms(60 days, SILENCE, LONG_DELAY));
        vm.expectRevert(
            abi.encodeWithSelector(
                IRemoteExecutor.TermOutOfRange.selector, bytes32("recoveryDelay"), 0, 1, 365 days
            )
        );
        remote.setTerms(IRemoteExecutor.Terms(APART, SILENCE, 0));
        remote.setTerms(IRemoteExecutor.Terms(1 hours, 3 days, 1));
        assertEq(remote.terms().silence, 3 days);
    }

    function executeExternally(RemoteCall[] memory calls, uint256 since) external {
        executeRecovery(calls, SALT, since);
    }
}
