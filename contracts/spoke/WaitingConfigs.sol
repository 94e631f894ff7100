// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {SSTORE2} from "solady/utils/SSTORE2.sol";
import {ISpokeControl} from "../interfaces/ISpokeControl.sol";
import {SpokeConfig} from "../types/Config.sol";
import {Looser} from "./Looser.sol";

/// @title Configs that k families have confirmed and that loosen something
/// @notice Each waits under a ticket, an operation of the spoke's timelock. Of what waits, each allows all that the ones before
/// it allow: a confirmed config drops whatever allows more than itself, since the hub has taken that back, and takes
/// over the oldest ticket whose config allows all of it. So a stream of new versions does not make an old wish wait for
/// ever, unless each takes back a part of the ones before.
library WaitingConfigs {
    /// @dev Bounds what the arrival of a config costs.
    uint256 private constant MOST = 4;

    struct Entry {
        uint64 version;
        uint64 ticket;
        bytes32 digest;
        bytes32 operation;
        address pointer;
    }

    struct Room {
        uint64 tickets;
        Entry[] list;
    }

    /// @notice Lets a config wait; returns the ticket, and whether it is new and has to be scheduled.
    function admit(Room storage self, TimelockController lock, SpokeConfig memory config, bytes memory body)
        internal
        returns (uint64 ticket, bool isNew)
    {
        while (self.list.length > 0) {
            Entry storage last = self.list[self.list.length - 1];
            if (lock.isOperation(last.operation)) {
                (bool replaces, bool follows) = _compare(config, last.pointer);
                if (replaces) ticket = last.ticket;
                else if (self.list.length < MOST && follows) break;
            }
            self.list.pop();
        }
        isNew = ticket == 0;
        if (isNew) ticket = ++self.tickets;
        bytes32 operation = lock.hashOperation(address(this), 0, callOf(ticket), 0, saltOf(ticket));
        self.list.push(Entry(config.version, ticket, keccak256(body), operation, SSTORE2.write(body)));
    }

    /// @dev Whether a config allows no more than one that waits, and no less. Gives back the memory it took, as `isLooser`.
    function _compare(SpokeConfig memory config, address pointer)
        private
        view
        returns (bool replaces, bool follows)
    {
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        SpokeConfig memory waiting = abi.decode(SSTORE2.read(pointer), (SpokeConfig));
        replaces = !Looser.isLooser(config, waiting);
        follows = !replaces && !Looser.isLooser(waiting, config);
        Memory.unsafeSetFreeMemoryPointer(free);
    }

    /// @notice Takes out what waits under a ticket; what waited before it is superseded.
    function take(Room storage self, uint64 ticket) internal returns (SpokeConfig memory, bytes32 digest) {
        uint256 n = self.list.length;
        uint256 at;
        while (at < n && self.list[at].ticket != ticket) at++;
        if (at == n) revert ISpokeControl.NotWaiting(ticket);
        Entry memory entry = self.list[at];
        for (uint256 i = at + 1; i < n; i++) {
            self.list[i - at - 1] = self.list[i];
        }
        for (uint256 i; i <= at; i++) {
            self.list.pop();
        }
        return (abi.decode(SSTORE2.read(entry.pointer), (SpokeConfig)), entry.digest);
    }

    /// @notice The newest config that waits, if any does; it is the newest confirmed one.
    function newest(Room storage self) internal view returns (bool waits, SpokeConfig memory config) {
        uint256 n = self.list.length;
        if (n == 0) return (false, config);
        return (true, abi.decode(SSTORE2.read(self.list[n - 1].pointer), (SpokeConfig)));
    }

    function callOf(uint64 ticket) internal pure returns (bytes memory) {
        return abi.encodeCall(ISpokeControl.mature, (ticket));
    }

    function saltOf(uint64 ticket) internal pure returns (bytes32) {
        return bytes32(uint256(ticket));
    }
}
