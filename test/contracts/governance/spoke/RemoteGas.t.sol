// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {RemoteExecutor} from "gimbal/spoke/RemoteExecutor.sol";
import {RemoteBatch, RemoteCall} from "gimbal/types/Remote.sol";
import {RemoteFixture} from "./RemoteFixture.sol";

/// @notice What relayer/src/duties/carry-batches.ts gives a transaction that schedules a batch is enough for every batch.
contract RemoteGasTest is RemoteFixture {
    uint256 private constant GAS = 500_000;
    uint256 private constant GAS_BYTE = 50;

    function test_schedulingABatchKeepsToWhatTheRelayerGivesIt() public {
        _scheduleWithin(1, 4);
        _scheduleWithin(32, 4);
        _scheduleWithin(32, 1_000);
        // Nodes take no transaction of more than 128 KiB.
        _scheduleWithin(1, 120_000);
        _scheduleWithin(32, 3_700);
    }

    function _scheduleWithin(uint256 n, uint256 length) private {
        uint256 before = vm.snapshotState();
        RemoteCall[] memory calls = new RemoteCall[](n);
        for (uint256 i; i < n; i++) {
            bytes memory data = new bytes(length);
            for (uint256 at; at < length; at++) {
                data[at] = 0xab;
            }
            calls[i] = RemoteCall(address(control), data);
        }
        RemoteBatch memory batch = send(calls);
        carry(2);
        bytes memory call =
            abi.encodeCall(RemoteExecutor.schedule, (batch, outbox.proof(SPOKE, batch.number)));
        uint256 given = GAS + GAS_BYTE * call.length;
        // What a transaction costs before its call, and never less than its floor (EIP-7623).
        uint256 intrinsic = 21_000 + 16 * call.length;
        assertGt(given, 21_000 + 40 * call.length);
        (bool ok,) = address(remote).call{gas: given - intrinsic}(call);
        assertTrue(ok);
        vm.revertToState(before);
    }
}
